import { asLogRecord, type LogRecord } from './logRecord.ts';
import { codeOf } from './dataError.ts';
import { asHead, decodeRecord, encodeRecord, formatVersion, type Head } from './record.ts';
import { readRecords } from './recordFile.ts';
import { RetainedEvents, type RetainedLimits } from './retainedEvents.ts';
import { RetainedState } from './retainedState.ts';

/** What the log calls itself. */
const logName = 'relay';

/** What a log holds. */
export interface ReadLog {
  /** Undefined when the log's beginning is damaged. */
  readonly head: Head | undefined;
  readonly state: RetainedState;
  readonly events: RetainedEvents;
  /** Whether it holds something that was redacted or forgotten. */
  readonly hasRemovals: boolean;
  /** Damaged records with good ones after them, the head among them. */
  readonly damaged: number;
  /** Where the last good record ends, and the bytes after it: their writing was cut off. */
  readonly goodBytes: number;
  readonly cutOff: number;
}

export interface ReadLogOptions {
  readonly limits: RetainedLimits;
  /** Whether what the records say is wanted, or only which of them count. */
  readonly keepsValues: boolean;
  /** What the file's head calls it, where that is not the log's name of today. */
  readonly name?: string;
  /** Reads a record; `asLogRecord` unless the file is of an old format. */
  readonly asRecord?: (value: unknown) => LogRecord | undefined;
}

/**
 * Reads a log, and everything in it that can be read.
 *
 * @returns undefined when there is no such file
 * @throws {DataError} when it is from a newer version; system errors
 */
export async function readLog(file: string, options: ReadLogOptions): Promise<ReadLog | undefined> {
  const reader = new LogReader(file, options);
  try {
    for await (const { lines, read } of readRecords(file)) {
      for (const { line, end } of lines) reader.take(line, end);
      reader.bytes = read;
    }
    return reader.found;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

class LogReader {
  bytes = 0;
  readonly #file: string;
  readonly #options: ReadLogOptions;
  readonly #state = new RetainedState();
  readonly #events: RetainedEvents;
  #head: Head | undefined;
  #hasRemovals = false;
  #place = 0;
  #goodBytes = 0;
  #damaged = 0;
  /** Damaged records since the last good one. */
  #doubtful = 0;

  constructor(file: string, options: ReadLogOptions) {
    this.#file = file;
    this.#options = options;
    this.#events = new RetainedEvents(options.limits);
  }

  get found(): ReadLog {
    return {
      head: this.#head,
      state: this.#state,
      events: this.#events,
      hasRemovals: this.#hasRemovals,
      damaged: this.#damaged,
      goodBytes: this.#goodBytes,
      cutOff: this.bytes - this.#goodBytes,
    };
  }

  take(line: Buffer | undefined, end: number): void {
    const value = line === undefined ? undefined : decodeRecord(line);
    const place = this.#place++;
    const isGood =
      place === 0 ? this.#takeHead(value) : this.#takeRecord(value, (line?.length ?? 0) + 1, place);
    this.#doubtful += isGood ? 0 : 1;
    if (!isGood) return;
    this.#damaged += this.#doubtful;
    this.#doubtful = 0;
    this.#goodBytes = end;
  }

  #takeHead(value: unknown): boolean {
    this.#head = asHead(value, this.#options.name ?? logName, this.#file);
    return this.#head !== undefined;
  }

  #takeRecord(value: unknown, bytes: number, place: number): boolean {
    const { asRecord = asLogRecord, keepsValues: keepsValue } = this.#options;
    const record = asRecord(value);
    if (record === undefined) return false;
    this.#state.apply(record, { bytes, place, keepsValue });
    this.#events.apply(record, { bytes, place, keepsValue });
    this.#hasRemovals ||= record.type === 'redact' || record.type === 'forget';
    return true;
  }
}

/** The head of a log that is written now. @param head the one that it had, whose further fields stay */
export function headRecord(head: Head | undefined): Buffer {
  return encodeRecord({ ...head, file: logName, version: formatVersion });
}

/** A log with only those records of `file` that count, in their order, as it is written. */
export async function* countingRecords(
  file: string,
  { head, state, events }: ReadLog,
): AsyncGenerator<Buffer> {
  yield headRecord(head);
  let place = 0;
  for await (const { lines } of readRecords(file))
    for (const { line } of lines) {
      const counts = state.places.has(place) || events.places.has(place);
      const renamed = state.places.get(place) ?? events.places.get(place);
      if (line !== undefined && counts)
        yield renamed === undefined ? Buffer.concat([line, lineFeed]) : renamedRecord(line, renamed);
      place += 1;
    }
}

const lineFeed = Buffer.from('\n');

function renamedRecord(line: Buffer, name: string): Buffer {
  const record = asLogRecord(decodeRecord(line));
  if (record?.type === 'event') return encodeRecord({ ...record, event: { ...record.event, target: name } });
  if (record?.type === 'put') return encodeRecord({ ...record, value: { ...record.value, name } });
  throw new Error('neither an event nor a channel was renamed');
}
