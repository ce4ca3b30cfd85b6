import fs from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { diskOf, failWith, forgetDisks, newestBoot, type VirtualDisk, virtualRoot } from './virtualDisk.ts';

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

  /** The disk takes what was there at the call. */
  async sync(): Promise<void> {
    const writes = this.#file?.unsynced;
    await this.#disk.pause();
    diskOf(this.#path);
    if (this.#file === undefined) this.#disk.sync();
    else this.#file.sync(writes);
  }

  stat(): object {
    return statOf(this.#file);
  }

  /** What `fs.promises.open` gives. */
  get handle(): object {
    const later = <T>(work: () => T): Promise<T> => laterOn(this.#disk, work);
    return {
      read: (into: Uint8Array, _: number, length: number) =>
        later(() => ({ bytesRead: this.read(into, length) })),
      write: (bytes: Uint8Array, offset: number, length: number, at: number) =>
        later(() => ({ bytesWritten: this.write(bytes.subarray(offset, offset + length), at) })),
      sync: () => this.sync(),
      datasync: () => this.sync(),
      stat: () => later(() => this.stat()),
      truncate: (length: number) => later(() => this.#file?.truncate(length)),
      close: () => Promise.resolve(),
    };
  }
}

function statOf(file: ReturnType<VirtualDisk['find']> | undefined): object {
  return { ino: file?.ino ?? 0, size: file?.bytes.length ?? 0, mtimeMs: file?.mtimeMs ?? 0, mode: 0o600 };
}

function statAt(disk: VirtualDisk, name: string): object {
  return statOf(name === '' ? undefined : disk.find(name));
}

const open = new Map<number, OpenFile>();
let lastDescriptor = firstDescriptor;

function openOf(descriptor: number): OpenFile {
  return open.get(descriptor) ?? failWith('EBADF', String(descriptor));
}

/** Does something as soon as the disk is ready. */
async function laterOn<T>(disk: VirtualDisk, work: () => T): Promise<T> {
  await disk.pause();
  return work();
}

/** The same for a path. @param work gets the disk and the name there */
async function laterAt<T>(file: string, work: (disk: VirtualDisk, name: string) => T): Promise<T> {
  await diskOf(file).disk.pause();
  // Another process may have it by now.
  const { disk, name } = diskOf(file);
  return work(disk, name);
}

function called(work: () => Promise<unknown>, done: Done): void {
  const started = new Promise(resolve => resolve(work()));
  started.then(
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
  fstat: (descriptor: number, done: Done) => called(() => Promise.resolve(openOf(descriptor).stat()), done),
  stat: (path: string, done: Done) => called(() => laterAt(path, statAt), done),
};

const ownPromises = {
  open: (path: string, flags = 'r') => laterAt(path, () => new OpenFile(path, flags).handle),
  readdir: (path: string) => laterAt(path, ({ names }) => names),
  rm: (path: string) => laterAt(path, (disk, name) => disk.remove(name)),
  rename: (from: string, to: string) => laterAt(from, () => rename(from, to)),
  stat: (path: string) => laterAt(path, statAt),
  access: (path: string) => laterAt(path, (disk, name) => void statAt(disk, name)),
  copyFile: (from: string, to: string) =>
    laterAt(to, (disk, name) => {
      disk.create(name).write(diskOf(from).disk.find(diskOf(from).name).bytes, 0, Date.now());
    }),
  readFile: (path: string) =>
    path === bootFile ? Promise.resolve(newestBoot()) : Promise.reject(new Error(`ENOENT: ${path}`)),
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

/** Nothing is left of earlier disks, nor of what was open on them. */
export function forgetVirtualFiles(): void {
  open.clear();
  lastDescriptor = firstDescriptor;
  forgetDisks();
}

let isInstalled = false;

/** From now on paths below `virtualRoot` are on virtual disks; all others stay what they are. */
export function installVirtualFiles(): void {
  if (isInstalled) return;
  isInstalled = true;
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
  isInstalled = false;
  forgetVirtualFiles();
  for (const [index, [target, own]] of replaced.entries())
    for (const name of Object.keys(own))
      (target as Record<string, AnyFunction>)[name] = real.get(`${index}${name}`)!;
  syncBuiltinESMExports();
}
