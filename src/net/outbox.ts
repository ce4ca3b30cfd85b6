import type { Writable } from 'node:stream';

/**
 * Collects what is written in one turn of the event loop into one write, and counts what the reader has not taken.
 * Never waits for a slow reader: past `maxBytes` it gives up.
 */
export class Outbox {
  readonly #stream: Writable;
  readonly #maxBytes: number;
  readonly #giveUp: () => void;
  #chunks: Uint8Array[] = [];
  #bytes = 0;

  /** @param giveUp is called when more than `maxBytes` bytes wait; it must close the stream */
  constructor(stream: Writable, maxBytes: number, giveUp: () => void) {
    this.#stream = stream;
    this.#maxBytes = maxBytes;
    this.#giveUp = giveUp;
  }

  /** Bytes collected here and bytes that wait in the stream. */
  get queuedBytes(): number {
    return this.#bytes + this.#stream.writableLength;
  }

  add(bytes: Uint8Array): void {
    if (this.#chunks.length === 0) setImmediate(() => this.flush());
    this.#chunks.push(bytes);
    this.#bytes += bytes.length;
    if (this.queuedBytes > this.#maxBytes) this.#giveUp();
  }

  /** Writes what was collected. */
  flush(): void {
    const [first, ...more] = this.#chunks;
    this.#chunks = [];
    this.#bytes = 0;
    if (first === undefined || !this.#stream.writable) return;
    this.#stream.write(more.length === 0 ? first : Buffer.concat([first, ...more]));
  }
}
