import { chmod, mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../../common/clock.ts';
import type { Identity } from '../../trust/identity.ts';
import type { Limits } from '../core/limits.ts';
import { DataError, reasonOf } from './dataError.ts';
import { type FolderLock, lockFolder, lockPattern } from './folderLock.ts';
import type { HistoryRecord } from './logRecord.ts';
import { migrateOldFiles, oldNames } from './oldFiles.ts';
import type { RelayStore, SavedEvent, SavedKind, SavedSources, SavedState } from './relayStore.ts';
import { syncFolder, temporaryName } from './replaceFile.ts';
import { identityIn, tokenIn } from './secrets.ts';
import { type OpenLog, StoreLog } from './storeLog.ts';
import { Writer } from './writer.ts';

export interface DataFolderOptions {
  readonly limits: Limits;
  readonly clock: Clock;
  /** Takes what went wrong, one line at a time. */
  readonly log: (text: string) => void;
}

/** A folder that keeps a relay's state, history and secrets, held by this process until `close`. */
export interface DataFolder extends RelayStore {
  /** The relay's key and certificate, made at first. @throws {DataError} */
  identity(name: string): Promise<Identity>;
  /** The token of the relay's invites, made at first. @throws {DataError} */
  token(): Promise<string>;
}

/**
 * Opens a data folder, which is made if it is not there, and reads what it keeps.
 *
 * @throws {DataError} when it cannot be used: another relay has it, it is no folder of ours, something in it is damaged
 *   or from a newer version (nothing is overwritten then), or the system does not let us
 */
export function openDataFolder(folder: string, options: DataFolderOptions): Promise<DataFolder> {
  return told(folder, async () => {
    await makeFolder(folder);
    const lock = await lockFolder(folder);
    try {
      await sweep(folder);
      const file = path.join(folder, names.log);
      await migrateOldFiles(folder, file, options);
      const open = await StoreLog.open(file, options);
      return new OpenFolder(folder, { ...options, ...open, lock, tell: options.log });
    } catch (error) {
      await lock.release();
      throw error;
    }
  });
}

const names = {
  log: 'relay.lines',
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
  const present = await readdir(folder);
  const isOurs = present.length === 0 || present.some(name => known.has(name) || lockPattern.test(name));
  if (!isOurs) throw new DataError(`${folder} holds other files: it is no data folder`);
  const isPrivate = ((await stat(folder)).mode & 0o077) === 0;
  if (!isPrivate && process.platform !== 'win32') await chmod(folder, 0o700);
}

/** Removes what a relay that was killed while it wrote has left. */
async function sweep(folder: string): Promise<void> {
  for (const name of [...Object.values(names), ...oldNames])
    await rm(path.join(folder, temporaryName(name)), { force: true });
}

interface Parts extends OpenLog {
  readonly limits: Limits;
  readonly clock: Clock;
  readonly tell: (text: string) => void;
  readonly lock: FolderLock;
}

class OpenFolder implements DataFolder {
  readonly state: SavedState;
  readonly events: readonly SavedEvent[];
  readonly mayHaveLostUntil = 0;
  readonly #folder: string;
  readonly #clock: Clock;
  readonly #lock: FolderLock;
  readonly #log: StoreLog;
  readonly #writer: Writer;
  #closing: Promise<void> | undefined;

  constructor(folder: string, { limits, clock, tell, lock, state, log, events }: Parts) {
    this.state = state;
    this.events = events;
    this.#folder = folder;
    this.#clock = clock;
    this.#lock = lock;
    this.#log = log;
    const work = (): Promise<void> => log.write();
    this.#writer = new Writer({ clock, limits, log: tell, what: 'the data folder', work });
  }

  identity(name: string): Promise<Identity> {
    const options = { name, now: this.#clock.now() };
    return told(this.#folder, () => identityIn(this.#file('identity'), options));
  }

  token(): Promise<string> {
    return told(this.#folder, () => tokenIn(this.#file('token')));
  }

  start(sources: SavedSources): void {
    this.#log.pending.sources = sources;
  }

  changed(kind: SavedKind, key: string): void {
    if (this.#closing !== undefined) return;
    this.#log.pending.change(kind, key);
    this.#writer.request();
  }

  append(event: SavedEvent): void {
    this.#add({ type: 'event', event });
  }

  redact(target: string, msgid: string): void {
    this.#add({ type: 'redact', target, msgid });
  }

  rename(from: string, to: string): void {
    this.#add({ type: 'rename', from, to });
  }

  forget(target: string): void {
    this.#add({ type: 'forget', target });
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  #add(record: HistoryRecord): void {
    if (this.#closing !== undefined) return;
    this.#log.pending.add(record);
    this.#writer.request();
  }

  async #close(): Promise<void> {
    // The state of this moment: from now on people leave, and rooms end, because the relay does.
    this.#log.pending.freeze();
    try {
      await this.#writer.close();
      await this.#log.close();
    } finally {
      await this.#lock.release();
    }
  }

  #file(name: keyof typeof names): string {
    return path.join(this.#folder, names[name]);
  }
}
