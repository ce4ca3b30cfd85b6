import { Duplex } from 'node:stream';

/** A connection that can die without being closed: nothing comes through any more, and the other end does not know. */
export class DeadLink extends Duplex {
  readonly #inner: Duplex;
  /** Nothing comes in. */
  isDeaf = false;
  /** Nothing goes out, and nothing comes in. */
  isDead = false;

  constructor(inner: Duplex) {
    super();
    this.#inner = inner;
    inner.on('error', () => undefined);
    inner.on('data', (chunk: Buffer) => {
      if (!this.isDeaf && !this.isDead && !this.destroyed) this.push(chunk);
    });
    inner.on('end', () => {
      if (!this.isDeaf && !this.isDead && !this.destroyed) this.push(null);
    });
  }

  override _read(): void {
    // What comes is pushed.
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.isDead) done();
    else this.#inner.write(chunk, encoding, done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    done(error);
  }
}
