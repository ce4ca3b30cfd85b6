import { renameSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { codeOf } from '../dataError.ts';
import { type Framing, plainFraming } from './framing.ts';
import type { NewHead } from './head.ts';
import { LogFile } from './logFile.ts';
import { jsonOf } from './record.ts';
import { syncFolder, temporaryName } from '../replaceFile.ts';
import { SealedFraming } from './seal.ts';

/** Characters of records that are written before the relay has its turn again. */
const sliceCharacters = 65_536;
/** Records that may be left for the moment in which one file takes the other's place, and how often that is tried. */
const shortRest = 200;
const maxRounds = 10;

const broken = jsonOf({ type: 'broken' });

/** What a log is called once it could not be written: it may not have what was said last. */
export function staleName(file: string): string {
  return `${file}.stale`;
}

/** The log of a data folder: a file that grows, until another one takes its place. */
export class CurrentLog {
  readonly #path: string;
  readonly #head: NewHead;
  readonly #key: Uint8Array | undefined;
  #file: LogFile | undefined;
  /** One that could not be written, and so far could not be marked as such either. */
  #unmarked: LogFile | undefined;
  /** The file of the relay before may still have the log's name. */
  #hasEarlier = true;
  /** What has come since the file that is being written was begun; undefined when none is. */
  #tail: string[] | undefined;

  constructor(file: string, head: NewHead, key: Uint8Array | undefined) {
    this.#path = file;
    this.#head = head;
    this.#key = key;
  }

  /** Bytes; 0 while there is no file. */
  get size(): number {
    return this.#file?.size ?? 0;
  }

  get isThere(): boolean {
    return this.#file !== undefined;
  }

  /** Whether what is added goes anywhere. */
  get isTaking(): boolean {
    return this.#file !== undefined || this.#tail !== undefined;
  }

  /** Adds records, each given as JSON. The system has them at return. @throws system errors */
  append(records: readonly string[]): void {
    for (const record of records) this.#tail?.push(record);
    this.#file?.append(records);
  }

  /** Waits until the disk has what was added. @throws system errors; when the file is no longer what its name says */
  async sync(): Promise<void> {
    await this.#file?.sync();
    // What goes into a file that somebody has removed is not kept.
    if ((await this.#file?.isAt(this.#path)) === false) throw new Error(`${this.#path} is another file now`);
  }

  /**
   * Writes a file with these records, and then with what comes meanwhile, and puts it in the place of the one that is
   * there. Power cuts included, at any moment either is there as a whole.
   *
   * @param isWanted false when it is to be given up, and what is there stays
   * @returns whether it was done
   * @throws system errors; what is there stays
   */
  async replace(records: Iterable<string>, isWanted: () => boolean): Promise<boolean> {
    this.#tail = [];
    const temporary = temporaryName(this.#path);
    let next: LogFile | undefined;
    try {
      next = new LogFile(temporary, this.#newFraming(), this.#head);
      await fill(next, records, isWanted);
      if (isWanted()) await this.#catchUp(next);
      if (!isWanted()) {
        await discard(next, temporary);
        return false;
      }
      this.#change(next, temporary);
    } catch (error) {
      await discard(next, temporary);
      throw error;
    } finally {
      this.#tail = undefined;
    }
    await syncFolder(path.dirname(this.#path));
    await rm(staleName(this.#path), { force: true });
    return true;
  }

  /**
   * Marks a file that could not be written, or the earlier one that could not be replaced, so that the next start does not take it for complete: by another name or, in
   * a folder that takes none, by its last record. Where neither can be done the next call tries again.
   *
   * @returns the file, to be closed when nothing uses it any more
   */
  setAside(): LogFile | undefined {
    const file = this.#file ?? this.#unmarked;
    this.#file = undefined;
    if (this.#hasEarlier) this.#hasEarlier = !this.#markEarlier();
    this.#unmarked = file !== undefined && this.#mark(file) ? undefined : file;
    return this.#unmarked === undefined ? file : undefined;
  }

  close(): void {
    for (const file of [this.#file, this.#unmarked]) file?.close();
    this.#file = undefined;
    this.#unmarked = undefined;
  }

  /** @returns whether it could be done */
  #mark(file: LogFile): boolean {
    for (const mark of [() => renameSync(this.#path, staleName(this.#path)), () => file.append([broken])])
      try {
        mark();
        return true;
      } catch {
        // A disk that takes neither is gone.
      }
    return false;
  }

  /** @returns whether no earlier file has the log's name any more */
  #markEarlier(): boolean {
    try {
      renameSync(this.#path, staleName(this.#path));
      return true;
    } catch (error) {
      return codeOf(error) === 'ENOENT';
    }
  }

  #newFraming(): Framing {
    return this.#key === undefined ? plainFraming : SealedFraming.create(this.#key);
  }

  /** Adds what has come, mostly until so little is left that it can be added in one go. */
  async #catchUp(next: LogFile): Promise<void> {
    for (let round = 0; round < maxRounds; round++) {
      next.append(this.#tail?.splice(0) ?? []);
      await next.sync();
      if ((this.#tail?.length ?? 0) <= shortRest) return;
    }
  }

  /** Nothing may come in between: what comes goes either into the old file and the rest, or into the new one. */
  #change(next: LogFile, temporary: string): void {
    next.append(this.#tail ?? []);
    // Windows replaces no file that is open.
    this.close();
    renameSync(temporary, this.#path);
    this.#hasEarlier = false;
    this.#file = next;
  }
}

/** On a full disk it would be in the way of the next attempt. */
async function discard(file: LogFile | undefined, name: string): Promise<void> {
  file?.close();
  await rm(name, { force: true }).catch(() => undefined);
}

async function fill(file: LogFile, records: Iterable<string>, isWanted: () => boolean): Promise<void> {
  let slice: string[] = [];
  let characters = 0;
  for (const record of records) {
    slice.push(record);
    characters += record.length;
    if (characters < sliceCharacters) continue;
    file.append(slice);
    slice = [];
    characters = 0;
    await setImmediate();
    if (!isWanted()) return;
  }
  file.append(slice);
}
