// Where things are. Only Node's own modules are used: this runs before anything is installed.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** What scripts make and may throw away; ignored by git. */
export const cacheFolder = path.join(root, '.cache');

/** A tool that `npm ci` installed, as a path that Node itself can run. */
export const packageFile = (...parts) => path.join(root, 'node_modules', ...parts);
