import { type FileHandle, open, stat } from 'node:fs/promises';
import type { Clock } from '../../common/clock.ts';
import type { Limits } from '../core/limits.ts';
import type { LogRecord } from './logRecord.ts';
import { countingRecords, headRecord, type ReadLog, readLog } from './readLog.ts';
import { PendingRecords } from './pendingRecords.ts';
import type { SavedEvent, SavedState } from './relayStore.ts';
import { replaceFile } from './replaceFile.ts';
import { reportDamage } from './reportDamage.ts';
import type { RetainedLimits } from './retainedEvents.ts';
import { RetainedState } from './retainedState.ts';
import { writeAll } from './writeAll.ts';

export interface StoreLogOptions {
  readonly clock: Clock;
  readonly limits: RetainedLimits &
    Pick<Limits, 'compactLogBytes' | 'saveQueueBytes' | 'savedStateBytes' | 'savedChannelBytes'>;
  readonly log: (text: string) => void;
}

/** A log that was opened, and what it holds. */
export interface OpenLog {
  readonly log: StoreLog;
  readonly state: SavedState;
  readonly events: readonly SavedEvent[];
}

/**
 * State and history as one file to which records are added. When it is twice as large as what counts in it, it is
 * compacted: written again with only that.
 */
export class StoreLog {
  /** What waits for `write`. */
  readonly pending: PendingRecords;
  readonly #file: string;
  readonly #options: StoreLogOptions;
  /** What the file has of the state, without the values. */
  #state: RetainedState;
  /** Not there before the first write, nor after a failure that leaves it in doubt what the file is. */
  #handle: FileHandle | undefined;
  #size = 0;
  /** What counts of the history, when that was last looked at. */
  #eventBytes: number;

  private constructor(file: string, found: ReadLog | undefined, options: StoreLogOptions) {
    this.#file = file;
    this.#options = options;
    this.#state = found?.state ?? new RetainedState();
    this.pending = new PendingRecords(options);
    this.#eventBytes = found?.events.bytes ?? 0;
  }

  /**
   * Reads what is there and puts right what a crash or a bad disk has left. Damage costs only the records that are
   * damaged; the file as it was is kept beside it.
   *
   * @throws {DataError} for a file from a newer version; system errors
   */
  static async open(file: string, options: StoreLogOptions): Promise<OpenLog> {
    const found = await readLog(file, { limits: options.limits, keepsValues: true });
    const log = new StoreLog(file, found, options);
    if (found !== undefined) await log.#repair(found);
    return { log, state: log.#state.state, events: found?.events.events ?? [] };
  }

  /**
   * Writes what waits at the call, and comes back when the disk has it.
   *
   * @throws system errors: what was not written still waits
   */
  async write(): Promise<void> {
    for (let left = this.pending.count; left > 0;) {
      // A log that cannot be compacted does not grow for ever either.
      if (this.#size > 2 * this.#compactAt) await this.#compact();
      if (this.#handle === undefined) left += await this.#reattach();
      else left -= await this.#append(this.#handle);
    }
    if (this.#size > this.#compactAt) await this.#compact();
  }

  async close(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    await handle?.close();
  }

  /** Writes some of what waits. @returns how much */
  async #append(handle: FileHandle): Promise<number> {
    const { records, bytes, count, done } = this.pending.batch(this.#state);
    if (bytes > 0) await this.#writeLines(handle, Buffer.concat(records.map(({ line }) => line)));
    for (const { record, line } of records) this.#apply(record, line.length);
    this.#size += bytes;
    done();
    return count;
  }

  #apply(record: LogRecord, bytes: number): void {
    this.#state.apply(record, { bytes, place: 0, keepsValue: false });
  }

  async #writeLines(handle: FileHandle, lines: Buffer): Promise<void> {
    try {
      await writeAll(handle, lines, this.#size);
      await handle.datasync();
      // What goes into a file that somebody has removed is not kept.
      if (!(await isAt(handle, this.#file))) throw new Error(`${this.#file} is another file now`);
    } catch (error) {
      const isThere = await isAt(handle, this.#file).catch(() => false);
      const isCut = await handle.truncate(this.#size).then(
        () => true,
        () => false,
      );
      if (!isThere || !isCut) await this.close();
      throw error;
    }
  }

  async #repair(found: ReadLog): Promise<void> {
    const isDamaged = await reportDamage(this.#file, found, this.#options.log);
    // What was redacted shall not stay on the disk for longer than it takes.
    if (isDamaged || found.hasRemovals) await this.#compact(found);
    else await this.#attach(found);
  }

  /**
   * Takes the file as it is now. It may be an older one, so all of the state is to be written to it.
   *
   * @returns how much more waits now
   */
  async #reattach(): Promise<number> {
    const before = this.pending.count;
    for (const [kind, key] of this.#state.keys) this.pending.change(kind, key);
    const found = await this.#read();
    for (const [kind, key] of found?.state.keys ?? []) this.pending.change(kind, key);
    if (found === undefined) await this.#replace([headRecord(undefined)]);
    else await this.#repair(found);
    this.#state = found?.state ?? new RetainedState();
    this.#eventBytes = found?.events.bytes ?? 0;
    return this.pending.count - before;
  }

  async #attach({ goodBytes, cutOff }: ReadLog): Promise<void> {
    this.#handle = await open(this.#file, 'r+');
    this.#size = goodBytes;
    if (cutOff > 0) await this.#handle.truncate(goodBytes);
  }

  async #compact(known?: ReadLog): Promise<void> {
    const found = known ?? (await this.#read());
    if (found === undefined) return this.close();
    await this.#replace(countingRecords(this.#file, found));
    this.#state = found.state;
    this.#eventBytes = found.events.bytes;
  }

  #read(): Promise<ReadLog | undefined> {
    return readLog(this.#file, { limits: this.#options.limits, keepsValues: false });
  }

  async #replace(pieces: Iterable<Buffer> | AsyncIterable<Buffer>): Promise<void> {
    const size = await replaceFile(this.#file, pieces);
    await this.close();
    this.#handle = await open(this.#file, 'r+');
    this.#size = size;
  }

  get #compactAt(): number {
    return Math.max(this.#options.limits.compactLogBytes, 2 * (this.#state.bytes + this.#eventBytes));
  }
}

/** Whether a name still stands for the file that is open. @throws system errors */
async function isAt(handle: FileHandle, file: string): Promise<boolean> {
  return (await handle.stat()).ino === (await stat(file)).ino;
}
