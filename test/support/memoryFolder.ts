import type { HistoryFolder } from '../../src/history/historyFile.ts';

/** A `.pychat` folder in memory: nothing in it takes longer than a few turns of the microtask queue. */
export class MemoryFolder implements HistoryFolder {
  readonly files = new Map<string, Uint8Array>();
  exists = false;
  /** Runs whenever a whole file has come into its place. */
  onRename: (name: string) => void = () => undefined;

  stat(name: string): ReturnType<HistoryFolder['stat']> {
    if (name === '') return Promise.resolve(this.exists ? { kind: 'folder', size: 0 } : undefined);
    const bytes = this.files.get(name);
    return Promise.resolve(bytes && { kind: 'file', size: bytes.length });
  }

  read(name: string): Promise<Uint8Array> {
    const bytes = this.files.get(name);
    return bytes ? Promise.resolve(bytes) : Promise.reject(new Error('no such file'));
  }

  write(name: string, bytes: Uint8Array): Promise<void> {
    this.files.set(name, bytes);
    return Promise.resolve();
  }

  async rename(from: string, to: string): Promise<void> {
    this.files.set(to, await this.read(from));
    this.files.delete(from);
    this.onRename(to);
  }

  delete(name: string): Promise<void> {
    this.files.delete(name);
    return Promise.resolve();
  }

  create(): Promise<void> {
    this.exists = true;
    return Promise.resolve();
  }

  text(name: string): string {
    return Buffer.from(this.files.get(name) ?? []).toString('utf8');
  }
}
