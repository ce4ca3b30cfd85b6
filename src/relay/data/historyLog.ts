import { constants, copyFile, type FileHandle, open } from 'node:fs/promises';
import type { Limits } from '../core/limits.ts';
import { DataError } from './dataError.ts';
import { type HistoryRecord, asHistoryRecord } from './historyRecord.ts';
import { encodeRecord } from './record.ts';
import { readLog, recordsOf } from './readLog.ts';
import type { SavedEvent } from './relayStore.ts';
import { replaceFile } from './replaceFile.ts';
import type { RetainedLimits } from './retainedEvents.ts';
import { writeAll } from './writeAll.ts';

export interface HistoryLogOptions {
  readonly limits: RetainedLimits & Pick<Limits, 'historyLogBytes' | 'saveQueueBytes'>;
  readonly log: (text: string) => void;
}

/** Bytes that go to the disk in one write. */
const batchBytes = 262_144;

/** The history as a file to which records are added; when it has grown, it is written anew with what still counts. */
export class HistoryLog {
  readonly #file: string;
  readonly #options: HistoryLogOptions;
  readonly #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #isLosing = false;
  /** Not there before the first write, nor after one that went wrong in a way that leaves the file's end in doubt. */
  #handle: FileHandle | undefined;
  #size = 0;
  #rewriteAt: number;

  private constructor(file: string, options: HistoryLogOptions) {
    this.#file = file;
    this.#options = options;
    this.#rewriteAt = options.limits.historyLogBytes;
  }

  /**
   * Reads what is there and puts right what a crash has left. Damage in the middle of the file costs only the records
   * that are damaged; the file as it was is kept beside it.
   *
   * @throws {DataError} for a file that is none of ours; system errors
   */
  static async open(
    file: string,
    options: HistoryLogOptions,
  ): Promise<{ log: HistoryLog; events: SavedEvent[] }> {
    const log = new HistoryLog(file, options);
    const found = await readLog(file, options.limits);
    if (found === undefined) return { log, events: [] };
    const { events, damaged, cutOff, hasRemovals } = found;
    if (damaged > 0) {
      await copyFile(file, `${file}.damaged`, constants.COPYFILE_FICLONE);
      options.log(`${file}: ${damaged} damaged records are left out; ${file}.damaged is the file as it was`);
    }
    if (cutOff > 0) options.log(`${file}: the last ${cutOff} bytes are left out, their writing was cut off`);
    // What was redacted shall not stay on the disk for longer than it takes.
    if (damaged > 0 || cutOff > 0 || hasRemovals) await log.#replace(events);
    return { log, events };
  }

  /** Lets a record wait for `write`. One that could not be read again, or for which there is no room, is told. */
  add(record: HistoryRecord): void {
    const line = this.#encode(record);
    if (line === undefined) return;
    // What removes something must not get lost because much was said.
    const room = this.#options.limits.saveQueueBytes * (record.type === 'event' ? 1 : 2);
    if (this.#waitingBytes + line.length > room) {
      if (!this.#isLosing) this.#options.log('history comes faster than it can be written: some is not kept');
      this.#isLosing = true;
      return;
    }
    this.#waiting.push(line);
    this.#waitingBytes += line.length;
  }

  #encode(record: HistoryRecord): Buffer | undefined {
    const checked = asHistoryRecord(record);
    try {
      if (checked !== undefined) return encodeRecord(checked);
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
    }
    const shown = JSON.stringify(record).slice(0, 200);
    this.#options.log(`not kept, as it could not be read again: ${shown}`);
    return undefined;
  }

  /** Writes what waits, and comes back when the disk has it. @throws system errors: what was not written still waits */
  async write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const handle = this.#handle ?? (await this.#attach());
      if (this.#size > this.#rewriteAt) await this.#rewrite();
      else await this.#append(handle);
    }
    this.#isLosing = false;
    await this.#handle?.datasync();
  }

  async close(): Promise<void> {
    await this.#detach();
  }

  async #append(handle: FileHandle): Promise<void> {
    let [count, length] = [0, 0];
    for (const line of this.#waiting) {
      if (count > 0 && length + line.length > batchBytes) break;
      count += 1;
      length += line.length;
    }
    try {
      await writeAll(handle, Buffer.concat(this.#waiting.slice(0, count)), this.#size);
    } catch (error) {
      await handle.truncate(this.#size).catch(() => this.#detach());
      throw error;
    }
    this.#size += length;
    this.#waiting.splice(0, count);
    this.#waitingBytes -= length;
  }

  /** Opens the file, makes it if it is not there, and cuts off what no whole write has left. */
  async #attach(): Promise<FileHandle> {
    const found = await readLog(this.#file, this.#options.limits);
    if (found === undefined) return this.#replace([]);
    this.#handle = await open(this.#file, 'r+');
    this.#size = found.goodBytes;
    if (found.cutOff > 0) await this.#handle.truncate(this.#size);
    return this.#handle;
  }

  async #rewrite(): Promise<void> {
    const found = await readLog(this.#file, this.#options.limits);
    await this.#replace(found?.events ?? []);
  }

  async #replace(events: readonly SavedEvent[]): Promise<FileHandle> {
    // From here on the file may be another one, whatever goes wrong.
    await this.#detach();
    this.#size = await replaceFile(this.#file, recordsOf(events));
    this.#rewriteAt = Math.max(this.#options.limits.historyLogBytes, 2 * this.#size);
    this.#handle = await open(this.#file, 'r+');
    return this.#handle;
  }

  async #detach(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    await handle?.close();
  }
}
