import { chmod, mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../../common/clock.ts';
import type { Identity } from '../../trust/identity.ts';
import { DataError, reasonOf } from './dataError.ts';
import { type FolderLock, lockFolder, lockPattern } from './folderLock.ts';
import { oldNames } from './oldFiles.ts';
import { logFileName, logPattern, openStore, putLogsAside, removeLogs } from './openStore.ts';
import type { RelayStore } from './relayStore.ts';
import { syncFolder, temporaryName } from './replaceFile.ts';
import type { StoreOptions } from './storeOptions.ts';
import { identityIn, tokenIn } from './secrets.ts';

/** With a `keepMs` of 0 nothing is kept but the relay's key and token, and what was kept is removed. */
export interface DataFolderOptions extends StoreOptions {
  /** Whether logs whose key is another are put aside, which `isEmptied` tells; else they are an error. */
  readonly mayPutAside?: boolean;
}

/** A folder that keeps a relay's state, history and secrets, held by this process until `close`. */
export interface DataFolder {
  /** Undefined where nothing is kept. */
  readonly store: RelayStore | undefined;
  /** Whether there was something that could not be opened, as its key is another. */
  readonly isEmptied: boolean;
  /** The relay's key and certificate, made at first. @throws {DataError} */
  identity(name: string): Promise<Identity>;
  /** The token of the relay's invites, made at first. @throws {DataError} */
  token(): Promise<string>;
  /** Closes the store and lets others have the folder. */
  close(): Promise<void>;
}

/**
 * Opens a data folder, which is made if it is not there, and reads what it keeps.
 *
 * @throws {DataError} when it cannot be used: another relay has it, it is no folder of ours, something in it is from a
 *   newer version or encrypted with another key (nothing is overwritten then), or the system does not let us
 */
export function openDataFolder(folder: string, options: DataFolderOptions): Promise<DataFolder> {
  return told(folder, async () => {
    await makeFolder(folder);
    const lock = await lockFolder(folder);
    try {
      await sweep(folder);
      const { store, isEmptied } = await storeIn(folder, options);
      return new OpenFolder(folder, { clock: options.clock, lock, store, isEmptied });
    } catch (error) {
      await lock.release();
      throw error;
    }
  });
}

/** Removes a folder with all that it keeps, unless it is in use. @throws {DataError} */
export async function removeDataFolder(folder: string): Promise<void> {
  const isGone = await stat(folder).then(
    () => false,
    () => true,
  );
  if (isGone) return;
  await told(folder, async () => {
    await makeFolder(folder);
    const lock = await lockFolder(folder);
    await removeLogs(folder);
    await lock.release();
    await rm(folder, { recursive: true, force: true });
  });
}

async function storeIn(
  folder: string,
  options: DataFolderOptions,
): Promise<Pick<DataFolder, 'store' | 'isEmptied'>> {
  if (options.keepMs === 0) {
    await removeLogs(folder);
    return { store: undefined, isEmptied: false };
  }
  try {
    return { store: await openStore(folder, options), isEmptied: false };
  } catch (error) {
    const isLocked = error instanceof DataError && error.code === 'wrongKey';
    if (!isLocked || options.mayPutAside !== true) throw error;
    await putLogsAside(folder);
    return { store: await openStore(folder, options), isEmptied: true };
  }
}

const names = {
  log: logFileName,
  identity: 'identity.pem',
  token: 'token',
} as const;

/** Turns what the system says into a DataError. */
async function told<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new DataError(`${folder} cannot be used: ${reasonOf(error)}`);
  }
}

/** Makes the folder, for the owner only. Somebody else's folder, named by mistake, is left as it is. */
async function makeFolder(folder: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (made !== undefined) {
    await syncFolder(path.dirname(made));
    return;
  }
  const known = new Set<string>([...Object.values(names), ...oldNames]);
  const isKnown = (name: string): boolean =>
    known.has(name) || lockPattern.test(name) || logPattern.test(name);
  const present = await readdir(folder);
  if (present.length > 0 && !present.some(isKnown))
    throw new DataError(`${folder} holds other files: it is no data folder`);
  const isPrivate = ((await stat(folder)).mode & 0o077) === 0;
  if (!isPrivate && process.platform !== 'win32') await chmod(folder, 0o700);
}

/** Removes what a relay that was killed while it wrote has left. */
async function sweep(folder: string): Promise<void> {
  for (const name of [...Object.values(names), ...oldNames])
    await rm(path.join(folder, temporaryName(name)), { force: true });
}

interface Parts extends Pick<DataFolder, 'store' | 'isEmptied'> {
  readonly clock: Clock;
  readonly lock: FolderLock;
}

class OpenFolder implements DataFolder {
  readonly store: RelayStore | undefined;
  readonly isEmptied: boolean;
  readonly #folder: string;
  readonly #clock: Clock;
  readonly #lock: FolderLock;
  #closing: Promise<void> | undefined;

  constructor(folder: string, { clock, lock, store, isEmptied }: Parts) {
    this.store = store;
    this.isEmptied = isEmptied;
    this.#folder = folder;
    this.#clock = clock;
    this.#lock = lock;
  }

  identity(name: string): Promise<Identity> {
    const options = { name, now: this.#clock.now() };
    return told(this.#folder, () => identityIn(this.#file('identity'), options));
  }

  token(): Promise<string> {
    return told(this.#folder, () => tokenIn(this.#file('token')));
  }

  close(): Promise<void> {
    this.#closing ??= (this.store?.close() ?? Promise.resolve()).finally(() => this.#lock.release());
    return this.#closing;
  }

  #file(name: keyof typeof names): string {
    return path.join(this.#folder, names[name]);
  }
}
