import path from 'node:path';

/** Bytes that a write has changed and that the disk need not have yet. */
interface Unsynced {
  readonly at: number;
  readonly bytes: Buffer;
}

/** A file, whatever it is called. */
class VirtualFile {
  readonly ino: number;
  mtimeMs = 0;
  /** Holds what is there, and has place for more. */
  #bytes: Buffer = Buffer.alloc(0);
  #size = 0;
  #synced: Buffer = Buffer.alloc(0);
  #unsynced: Unsynced[] = [];

  constructor(ino: number) {
    this.ino = ino;
  }

  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#size);
  }

  /** Writes of which nobody knows yet whether the disk has them. */
  get unsynced(): number {
    return this.#unsynced.length;
  }

  write(bytes: Buffer, at: number, now: number): void {
    const end = at + bytes.length;
    if (end > this.#bytes.length || at < this.#size) this.#move(2 * end);
    bytes.copy(this.#bytes, at);
    this.#size = Math.max(this.#size, end);
    this.#unsynced.push({ at, bytes });
    this.mtimeMs = now;
  }

  truncate(length: number): void {
    this.#size = length;
    this.#move(length);
    this.#unsynced.push({ at: length, bytes: Buffer.alloc(0) });
  }

  /** The disk has the first writes of those that it did not have. */
  sync(writes = this.#unsynced.length): void {
    const rest = this.#unsynced.slice(writes);
    if (rest.length === 0) this.#synced = this.bytes;
    else
      for (const { bytes, at } of this.#unsynced.slice(0, writes))
        this.#synced = put(this.#synced, bytes, at);
    this.#unsynced = rest;
  }

  /** The power fails: of what was written since the last sync a beginning is there, torn anywhere. */
  lose(random: () => number): void {
    let left = Math.floor(random() * (this.#unsynced.length + 1));
    let bytes = this.#synced;
    for (const write of this.#unsynced) {
      if (left-- <= 0) break;
      const length =
        left < 0 || random() < 0.5 ? write.bytes.length : Math.floor(random() * write.bytes.length);
      bytes = put(bytes, write.bytes.subarray(0, length), write.at);
      if (length < write.bytes.length) break;
    }
    this.#become(bytes);
  }

  /** Only what was synced is there. */
  forget(): void {
    this.#become(this.#synced);
  }

  /** The disk had less than it said. */
  cut(length: number): void {
    this.#become(this.bytes.subarray(0, Math.max(0, length)));
  }

  #become(bytes: Buffer): void {
    this.#bytes = bytes;
    this.#size = bytes.length;
    this.sync();
  }

  /** What was given out before stays as it is. */
  #move(space: number): void {
    const bytes = Buffer.alloc(Math.max(space, this.#size));
    this.bytes.copy(bytes);
    this.#bytes = bytes;
  }
}

function put(into: Buffer, bytes: Buffer, at: number): Buffer {
  if (bytes.length === 0) return into.subarray(0, at);
  const result = Buffer.alloc(Math.max(into.length, at + bytes.length));
  into.copy(result);
  bytes.copy(result, at);
  return result;
}

/** What stands for a disk in the file system: whoever goes on with it gets a folder of their own. */
export const virtualRoot = '/simulated-disks/';

let folders = 0;
let inos = 0;

/** A disk with one folder. What a process has written outlives it, but not always the power. */
export class VirtualDisk {
  /** The names as they are, and as the disk has them. */
  #names = new Map<string, VirtualFile>();
  #syncedNames = new Map<string, VirtualFile>();
  #folder = '';
  /** Bytes that can still be written. */
  space = Infinity;
  /** Names this boot of the machine. */
  boot = 'boot-1';
  #boots = 1;

  /** Waits as long as the disk takes for something that is not waited for by writing. */
  pause: () => Promise<void> = () => Promise.resolve();

  /** Gives the folder to another process: what the one before still does has no effect. */
  mount(): string {
    disks.delete(this.#folder);
    this.#folder = `${virtualRoot}${++folders}`;
    disks.set(this.#folder, this);
    return this.#folder;
  }

  unmount(): void {
    disks.delete(this.#folder);
  }

  /** The power fails, and the machine starts again. */
  lose(random: () => number): void {
    this.unmount();
    // Of renames that were not synced either all happened or none did.
    this.#names = new Map(random() < 0.5 ? this.#names : this.#syncedNames);
    this.#syncedNames = new Map(this.#names);
    for (const file of new Set(this.#names.values())) file.lose(random);
    this.boot = `boot-${++this.#boots}`;
  }

  /** The disk has less of the log than it had said: what a bad disk does. @param share of its bytes */
  cutTail(share: number): void {
    const { bytes } = this.#log ?? {};
    if (bytes !== undefined) this.#log?.cut(Math.floor(bytes.length * (1 - share)));
  }

  /** The last line of the log is not there. */
  cutLine(): void {
    const { bytes } = this.#log ?? {};
    if (bytes !== undefined) this.#log?.cut(bytes.lastIndexOf('\n', -2) + 1);
  }

  /** What the disk has not said that it has is not there, though the power did not fail. */
  forget(): void {
    this.#names = new Map(this.#syncedNames);
    for (const file of new Set(this.#names.values())) file.forget();
  }

  /** The largest file. */
  get #log(): VirtualFile | undefined {
    return [...this.#names.values()].sort((one, other) => other.bytes.length - one.bytes.length)[0];
  }

  get names(): string[] {
    return [...this.#names.keys()];
  }

  find(name: string): VirtualFile {
    return this.#names.get(name) ?? failWith('ENOENT', name);
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }

  create(name: string): VirtualFile {
    const file = new VirtualFile(++inos);
    this.#names.set(name, file);
    return file;
  }

  /** Bytes that a write of so many may still take. @throws ENOSPC */
  take(bytes: number): number {
    if (this.space <= 0) failWith('ENOSPC', 'write');
    const taken = Math.min(bytes, this.space);
    this.space -= taken;
    return taken;
  }

  rename(from: string, to: string): void {
    this.#names.set(to, this.find(from));
    this.#names.delete(from);
  }

  remove(name: string): void {
    this.#names.delete(name);
  }

  sync(): void {
    this.#syncedNames = new Map(this.#names);
  }
}

const disks = new Map<string, VirtualDisk>();

/** Nothing is left of the disks there were. */
export function forgetDisks(): void {
  disks.clear();
  folders = 0;
  inos = 0;
}

/** The boot of the machine whose disk was mounted last. */
export function newestBoot(): string {
  return [...disks.values()].at(-1)?.boot ?? '';
}

/** The disk and the name that a path stands for. @throws EIO where another process has the disk by now */
export function diskOf(file: string): { readonly disk: VirtualDisk; readonly name: string } {
  const whole = disks.get(file);
  if (whole !== undefined) return { disk: whole, name: '' };
  const disk = disks.get(path.posix.dirname(file)) ?? failWith('EIO', file);
  return { disk, name: path.posix.basename(file) };
}

export function failWith(code: string, what: string): never {
  throw Object.assign(new Error(`${code}: ${what}`), { code });
}
