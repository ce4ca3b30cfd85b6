import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { withTreeOf } from '../../scripts/otherTree.mjs';
import { cacheFolder } from '../../scripts/paths.mjs';

/** The `.vsix` of an earlier commit, made by its own scripts the first time that it is asked for. */
export async function packagedRelease(commit: string): Promise<string> {
  const file = path.join(cacheFolder, 'releases', `${commit}.vsix`);
  if (existsSync(file)) return file;
  mkdirSync(path.dirname(file), { recursive: true });
  await withTreeOf(commit, ({ packagePath }) => {
    copyFileSync(packagePath, file);
    return Promise.resolve();
  });
  return file;
}
