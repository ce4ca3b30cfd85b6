import fs from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { diskOf, failWith, newestBoot, type VirtualDisk, virtualRoot } from './virtualDisk.ts';

/** Descriptors from here on are of virtual files. */
const firstDescriptor = 1_000_000;
const bootFile = '/proc/sys/kernel/random/boot_id';

type AnyFunction = (...args: never[]) => unknown;
type Done = (error: Error | null, value?: unknown) => void;

/** A virtual file that is open. */
class OpenFile {
  readonly #file: ReturnType<VirtualDisk['find']> | undefined;
  readonly #disk: VirtualDisk;
  readonly #path: string;
  #position = 0;

  constructor(path: string, flags: string) {
    const { disk, name } = diskOf(path);
    this.#path = path;
    this.#disk = disk;
    if (flags.startsWith('w')) disk.take(0);
    if (flags.includes('x') && disk.has(name)) failWith('EEXIST', path);
    const isNew = flags.startsWith('w') && !disk.has(name);
    if (name !== '') this.#file = isNew ? disk.create(name) : disk.find(name);
    if (flags.startsWith('w') && !isNew) this.#file?.truncate(0);
  }

  write(bytes: Uint8Array, at: number): number {
    // Fails once another process has the disk.
    diskOf(this.#path);
    const taken = this.#disk.take(bytes.length);
    this.#file?.write(Buffer.from(bytes.subarray(0, taken)), at, Date.now());
    return taken;
  }

  read(into: Uint8Array, length: number): number {
    const bytes = this.#file?.bytes.subarray(this.#position, this.#position + length) ?? Buffer.alloc(0);
    into.set(bytes);
    this.#position += bytes.length;
    return bytes.length;
  }

  sync(): void {
    diskOf(this.#path);
    if (this.#file === undefined) this.#disk.sync();
    else this.#file.sync();
  }

  stat(): object {
    return statOf(this.#file);
  }

  /** What `fs.promises.open` gives. */
  get handle(): object {
    return {
      read: (into: Uint8Array, _: number, length: number) =>
        later(() => ({ bytesRead: this.read(into, length) })),
      write: (bytes: Uint8Array, offset: number, length: number, at: number) =>
        later(() => ({ bytesWritten: this.write(bytes.subarray(offset, offset + length), at) })),
      sync: () => later(() => this.sync()),
      datasync: () => later(() => this.sync()),
      stat: () => later(() => this.stat()),
      truncate: (length: number) => later(() => this.#file?.truncate(length)),
      close: () => later(() => undefined),
    };
  }
}

function statOf(file: ReturnType<VirtualDisk['find']> | undefined): object {
  return { ino: file?.ino ?? 0, size: file?.bytes.length ?? 0, mtimeMs: file?.mtimeMs ?? 0, mode: 0o600 };
}

function statAt(path: string): object {
  const { disk, name } = diskOf(path);
  return statOf(name === '' ? undefined : disk.find(name));
}

const open = new Map<number, OpenFile>();
let lastDescriptor = firstDescriptor;

function openOf(descriptor: number): OpenFile {
  return open.get(descriptor) ?? failWith('EBADF', String(descriptor));
}

/** Does something as a promise. */
async function later<T>(work: () => T): Promise<T> {
  await Promise.resolve();
  return work();
}

function called(work: () => unknown, done: Done): void {
  later(work).then(
    value => done(null, value),
    (error: unknown) => done(error as Error),
  );
}

const ownSync = {
  openSync: (path: string, flags: string) => {
    open.set(++lastDescriptor, new OpenFile(path, flags));
    return lastDescriptor;
  },
  closeSync: (descriptor: number) => void open.delete(descriptor),
  writeSync: (descriptor: number, bytes: Uint8Array, offset: number, ...[length, at]: [number, number]) =>
    openOf(descriptor).write(bytes.subarray(offset, offset + length), at),
  renameSync: (from: string, to: string) => rename(from, to),
  fdatasync: (descriptor: number, done: Done) => called(() => openOf(descriptor).sync(), done),
  fstat: (descriptor: number, done: Done) => called(() => openOf(descriptor).stat(), done),
  stat: (path: string, done: Done) => called(() => statAt(path), done),
};

const ownPromises = {
  open: (path: string, flags = 'r') => later(() => new OpenFile(path, flags).handle),
  readdir: (path: string) => later(() => diskOf(path).disk.names),
  rm: (path: string) => later(() => diskOf(path).disk.remove(diskOf(path).name)),
  rename: (from: string, to: string) => later(() => rename(from, to)),
  stat: (path: string) => later(() => statAt(path)),
  access: (path: string) => later(() => void statAt(path)),
  copyFile: (from: string, to: string) =>
    later(() => {
      const { disk, name } = diskOf(to);
      disk.create(name).write(diskOf(from).disk.find(diskOf(from).name).bytes, 0, Date.now());
    }),
  readFile: (path: string) => later(() => (path === bootFile ? newestBoot() : failWith('ENOENT', path))),
};

function rename(from: string, to: string): void {
  const { disk, name } = diskOf(from);
  disk.rename(name, diskOf(to).name);
}

function isVirtual(what: unknown): boolean {
  if (typeof what === 'number') return what >= firstDescriptor;
  return typeof what === 'string' && (what === bootFile || what.startsWith(virtualRoot));
}

const replaced: readonly (readonly [target: object, own: Record<string, AnyFunction>])[] = [
  [fs, ownSync],
  [promises, ownPromises],
];

/** The file system's own functions, while virtual disks stand in for what is below `virtualRoot`. */
const real = new Map<string, AnyFunction>();

/** From now on paths below `virtualRoot` are on virtual disks; all others stay what they are. */
export function installVirtualFiles(): void {
  for (const [index, [target, own]] of replaced.entries())
    for (const [name, work] of Object.entries(own)) {
      const before = (target as Record<string, AnyFunction>)[name]!;
      real.set(`${index}${name}`, before);
      const chosen = (...args: never[]): unknown => (isVirtual(args[0]) ? work(...args) : before(...args));
      (target as Record<string, AnyFunction>)[name] = chosen;
    }
  syncBuiltinESMExports();
}

export function removeVirtualFiles(): void {
  open.clear();
  for (const [index, [target, own]] of replaced.entries())
    for (const name of Object.keys(own))
      (target as Record<string, AnyFunction>)[name] = real.get(`${index}${name}`)!;
  syncBuiltinESMExports();
}
