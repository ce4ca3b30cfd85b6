import { codeOf } from './dataError.ts';
import { type Framing, plainFraming } from './log/framing.ts';
import { asHead, type Head, logName } from './log/head.ts';
import { asLogRecord, type LogRecord } from './logRecord.ts';
import { decodeRecord } from './log/record.ts';
import { readRecords } from './log/recordFile.ts';
import { RetainedEvents, type RetainedOptions } from './retainedEvents.ts';
import { RetainedState } from './retainedState.ts';
import { SealedFraming } from './log/seal.ts';

/** What a log holds. */
export interface ReadLog {
  /** Undefined when the log's beginning is damaged. */
  readonly head: Head | undefined;
  readonly state: RetainedState;
  readonly events: RetainedEvents;
  /** Damaged lines with good ones after them, the head among them. */
  readonly damaged: number;
  /** Where the last good line ends, and the bytes after it: their writing was cut off. */
  readonly goodBytes: number;
  readonly cutOff: number;
  /** Of those bytes the lines that are whole: no kill leaves any. */
  readonly badLines: number;
  /** Whether the relay that wrote it was closed. */
  readonly isEnded: boolean;
  /** It could not be written to its end. */
  readonly isBroken: boolean;
  /** The time of the latest event, kept or not; 0 for none. */
  readonly saidUntil: number;
}

export interface ReadLogOptions extends RetainedOptions {
  /** Opens a log that is encrypted. */
  readonly key?: Uint8Array | undefined;
  /** What the file's head calls it, where that is not the log's name of today. */
  readonly name?: string;
  /** Reads a record; `asLogRecord` unless the file is of an old format. */
  readonly asRecord?: (value: unknown) => LogRecord | undefined;
}

/**
 * Reads a log, and everything in it that can be read.
 *
 * @returns undefined when there is no such file
 * @throws {DataError} when it is from a newer version, or its key is another; system errors
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
  #framing: Framing = plainFraming;
  #head: Head | undefined;
  #isFirst = true;
  #isEnded = false;
  #isBroken = false;
  #saidUntil = 0;
  #goodBytes = 0;
  #damaged = 0;
  /** Damaged lines since the last good one. */
  #doubtful = 0;

  constructor(file: string, options: ReadLogOptions) {
    this.#file = file;
    this.#options = options;
    this.#events = new RetainedEvents(options);
  }

  get found(): ReadLog {
    return {
      head: this.#head,
      state: this.#state,
      events: this.#events,
      damaged: this.#damaged,
      goodBytes: this.#goodBytes,
      cutOff: this.bytes - this.#goodBytes,
      badLines: this.#doubtful,
      isEnded: this.#isEnded,
      isBroken: this.#isBroken,
      saidUntil: this.#saidUntil,
    };
  }

  take(line: Buffer | undefined, end: number): void {
    const isGood = line !== undefined && (this.#isFirst ? this.#takeHead(line) : this.#takeLine(line));
    this.#isFirst = false;
    this.#doubtful += isGood ? 0 : 1;
    if (!isGood) return;
    this.#damaged += this.#doubtful;
    this.#doubtful = 0;
    this.#goodBytes = end;
  }

  #takeHead(line: Buffer): boolean {
    const { name = logName, key } = this.#options;
    this.#head = asHead(decodeRecord(line), name, this.#file);
    if (this.#head?.seal !== undefined) this.#framing = SealedFraming.open(this.#head.seal, key, this.#file);
    return this.#head !== undefined;
  }

  /** Good is what is good as a whole. */
  #takeLine(line: Buffer): boolean {
    const { asRecord = asLogRecord } = this.#options;
    const values = this.#framing.decode(line) ?? [];
    const records = values.map(asRecord).filter(record => record !== undefined);
    for (const record of records) this.#apply(record, Math.ceil((line.length + 1) / values.length));
    return values.length > 0 && records.length === values.length;
  }

  #apply(record: LogRecord, bytes: number): void {
    this.#isEnded = record.type === 'end';
    this.#isBroken ||= record.type === 'broken';
    if (record.type === 'event') this.#saidUntil = Math.max(this.#saidUntil, record.event.time);
    this.#state.apply(record);
    this.#events.apply(record, bytes);
  }
}
