import type { Writable } from 'node:stream';

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
}

/** Writes at the end of the turn of the event loop in which something came. */
export const everyTurn: FlushSchedule = {
  add: flushable => void setImmediate(() => flushable.flush()),
  settle: () => undefined,
};

/** Is told of all that is queued, by whichever queue; it may close any of their streams. */
export interface QueueBudget {
  add(bytes: number): void;
}

export interface SendQueueOptions {
  readonly budget?: QueueBudget | undefined;
  /** More waiting bytes than this and it gives up. */
  readonly maxBytes: number;
  readonly schedule: FlushSchedule;
  /** Is called when more than `maxBytes` bytes wait; it must close the stream. */
  readonly giveUp: () => void;
}

/**
 * Collects what is written in one turn of the event loop into one write, and counts what the reader has not taken.
 * Never waits for a slow reader: past `maxBytes` it gives up.
 */
export class SendQueue implements Flushable {
  readonly #stream: Writable;
  readonly #options: SendQueueOptions;
  #chunks: Uint8Array[] = [];
  #bytes = 0;

  constructor(stream: Writable, options: SendQueueOptions) {
    this.#stream = stream;
    this.#options = options;
  }

  /** Bytes collected here and bytes that wait in the stream. */
  get queuedBytes(): number {
    return this.#bytes + this.#stream.writableLength;
  }

  add(bytes: Uint8Array): void {
    if (this.#chunks.length === 0) this.#options.schedule.add(this);
    this.#chunks.push(bytes);
    this.#bytes += bytes.length;
    this.#options.budget?.add(bytes.length);
    if (this.queuedBytes > this.#options.maxBytes) this.#options.giveUp();
  }

  /** Writes what was collected. */
  flush(): void {
    const chunks = this.#chunks;
    const [first] = chunks;
    if (first === undefined) return;
    const bytes = this.#bytes;
    this.#chunks = [];
    this.#bytes = 0;
    if (!this.#stream.writable) return;
    this.#stream.write(chunks.length === 1 ? first : Buffer.concat(chunks, bytes));
  }
}
