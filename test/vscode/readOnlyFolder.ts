import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';

/** A folder in which nothing can be made: the kernel's own where modes do not stop root. */
export function readOnlyFolder(parent: string): string {
  if (process.getuid?.() === 0) return '/sys/power';
  const folder = path.join(parent, 'read-only');
  mkdirSync(folder);
  chmodSync(folder, 0o555);
  return folder;
}
