import { lstat, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HistoryFolder } from '../../src/history/historyFile.ts';

/** A `.pychat` folder on the real disk. */
export class NodeFolder implements HistoryFolder {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  async stat(name: string): ReturnType<HistoryFolder['stat']> {
    try {
      const found = await lstat(join(this.#path, name));
      return { kind: kindOf(found), size: found.size, changed: found.mtimeMs };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  read(name: string): Promise<Uint8Array> {
    return readFile(join(this.#path, name));
  }

  write(name: string, bytes: Uint8Array): Promise<void> {
    return writeFile(join(this.#path, name), bytes);
  }

  rename(from: string, to: string): Promise<void> {
    return rename(join(this.#path, from), join(this.#path, to));
  }

  delete(name: string): Promise<void> {
    return rm(join(this.#path, name));
  }

  list(): Promise<string[]> {
    return readdir(this.#path);
  }

  async create(): Promise<void> {
    await mkdir(this.#path, { recursive: true });
  }
}

function kindOf(found: Awaited<ReturnType<typeof lstat>>): 'file' | 'folder' | 'symlink' | 'other' {
  if (found.isSymbolicLink()) return 'symlink';
  if (found.isDirectory()) return 'folder';
  return found.isFile() ? 'file' : 'other';
}
