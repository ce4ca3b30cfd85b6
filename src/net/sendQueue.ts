import type { Writable } from 'node:stream';
import type { Clock } from '../common/clock.ts';
import type { Disposable } from '../common/dispose.ts';

/** Something that has collected output and can write it. */
export interface Flushable {
  flush(): void;
}

/** Decides when what was collected is written. */
export interface FlushSchedule {
  /** Has `flush` called once, soon and never from inside this call. */
  add(flushable: Flushable): void;
  /** Hands over now whatever is still held back for a Flushable; it is about to write for the last time. */
  settle(): void;
  /** Whether so much waits to be written that nothing more should be read before. */
  readonly isFull: boolean;
  /** Calls `task` once there is room for more, soon and never from inside this call. */
  whenWritten(task: () => void): void;
  /** A line that comes alone is written at once; only those that follow it before the next `flush` wait for that. */
  readonly isFirstAtOnce?: boolean;
}

/** Writes at the end of the turn of the event loop in which something came. */
export const everyTurn: FlushSchedule = {
  add: flushable => void setImmediate(() => flushable.flush()),
  settle: () => undefined,
  isFull: false,
  whenWritten: task => void setImmediate(task),
};

/** The same, but for the first line of a turn: what else is done in that turn may take its time. */
export const firstAtOnce: FlushSchedule = { ...everyTurn, isFirstAtOnce: true };

/** Is told of all that waits, in whichever stream; it may close any of these. */
export interface ByteBudget {
  add(bytes: number): void;
}

export interface SendQueueOptions {
  readonly budget?: ByteBudget | undefined;
  /** When more bytes than this wait for longer than `slowReadMs`, it gives up. */
  readonly maxBytes: number;
  readonly schedule: FlushSchedule;
  readonly clock: Clock;
  /** Is called when more than `maxBytes` bytes have waited for `slowReadMs`; it must close the stream. */
  readonly giveUp: () => void;
}

/** How long a reader for whom too much waits has to take it, in milliseconds: it may all have come at once. */
export const slowReadMs = 1000;

/**
 * Collects what is written until the schedule says so into one write, and counts what the reader has not taken.
 * Never waits for a slow reader: it gives up when more than `maxBytes` wait, unless they are taken at once.
 */
export class SendQueue implements Flushable, Disposable {
  readonly #stream: Writable;
  readonly #options: SendQueueOptions;
  #chunks: Uint8Array[] = [];
  #bytes = 0;
  #isScheduled = false;
  #patience: Disposable | undefined;

  constructor(stream: Writable, options: SendQueueOptions) {
    this.#stream = stream;
    this.#options = options;
  }

  /** Bytes collected here and bytes that wait in the stream. */
  get queuedBytes(): number {
    return this.#bytes + this.#stream.writableLength;
  }

  add(bytes: Uint8Array): void {
    const isFirst = !this.#isScheduled;
    if (isFirst) this.#options.schedule.add(this);
    this.#isScheduled = true;
    this.#chunks.push(bytes);
    this.#bytes += bytes.length;
    this.#options.budget?.add(bytes.length);
    if (isFirst && this.#options.schedule.isFirstAtOnce === true) this.#write();
    if (this.#isTooMuch) this.#patience ??= this.#options.clock.after(slowReadMs, () => this.#judge());
  }

  /** Forgets what was collected. */
  dispose(): void {
    this.#patience?.dispose();
    this.#chunks = [];
    this.#bytes = 0;
  }

  /** Writes what was collected. */
  flush(): void {
    this.#isScheduled = false;
    this.#write();
  }

  #write(): void {
    const chunks = this.#chunks;
    const [first] = chunks;
    if (first === undefined) return;
    const bytes = this.#bytes;
    this.#chunks = [];
    this.#bytes = 0;
    if (!this.#stream.writable) return;
    const joined = chunks.length === 1 ? first : Buffer.concat(chunks, bytes);
    // A few bytes of a large buffer would keep all of it for as long as they wait.
    this.#stream.write(this.#stream.writableLength > 0 ? new Uint8Array(joined) : joined);
  }

  get #isTooMuch(): boolean {
    return this.queuedBytes > this.#options.maxBytes;
  }

  #judge(): void {
    this.#patience = undefined;
    if (this.#isTooMuch) this.#options.giveUp();
  }
}
