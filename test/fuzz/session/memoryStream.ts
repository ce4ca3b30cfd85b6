import { Duplex } from 'node:stream';

/** The relay's end of a connection without a network: what it writes is given on at once, or kept while frozen. */
export class MemoryStream extends Duplex {
  readonly #onBytes: (bytes: Buffer) => void;
  #frozen = false;
  #thaw: (() => void) | undefined;

  constructor(onBytes: (bytes: Buffer) => void) {
    super();
    this.#onBytes = onBytes;
    // That it breaks is part of the game.
    this.on('error', () => undefined);
  }

  /** While frozen, the other side takes nothing. */
  set isFrozen(frozen: boolean) {
    this.#frozen = frozen;
    if (frozen) return;
    const thaw = this.#thaw;
    this.#thaw = undefined;
    thaw?.();
  }

  override _read(): void {
    return;
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    const take = (): void => {
      this.#onBytes(chunk);
      done();
    };
    if (this.#frozen) this.#thaw = take;
    else take();
  }
}
