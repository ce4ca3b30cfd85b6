import path from 'node:path';

/** Bytes that a write has changed and that the disk need not have yet. */
interface Unsynced {
  readonly at: number;
  readonly bytes: Buffer;
}

/** A file, whatever it is called. */
class VirtualFile {
  readonly ino: number;
  bytes: Buffer = Buffer.alloc(0);
  mtimeMs = 0;
  #synced: Buffer = Buffer.alloc(0);
  #unsynced: Unsynced[] = [];

  constructor(ino: number) {
    this.ino = ino;
  }

  write(bytes: Buffer, at: number, now: number): void {
    this.bytes = put(this.bytes, bytes, at);
    this.#unsynced.push({ at, bytes });
    this.mtimeMs = now;
  }

  truncate(length: number): void {
    this.bytes = this.bytes.subarray(0, length);
    this.#unsynced.push({ at: length, bytes: Buffer.alloc(0) });
  }

  sync(): void {
    this.#synced = this.bytes;
    this.#unsynced = [];
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
    this.bytes = bytes;
    this.sync();
  }

  /** The disk had less than it said. */
  cut(length: number): void {
    this.bytes = this.bytes.subarray(0, Math.max(0, length));
    this.sync();
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

  /** The largest file has less than the disk had said: what a bad disk does. */
  cutTail(bytes: number): void {
    const [largest] = [...this.#names.values()].sort((one, other) => other.bytes.length - one.bytes.length);
    largest?.cut(largest.bytes.length - bytes);
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
