import { Duplex } from 'node:stream';
import type { SimProcess } from './simProcess.ts';

/** What travels on a connection besides bytes: it ends in order, or breaks. */
export type Signal = 'end' | 'reset';

/** Where what an end sends goes. */
interface Way {
  /** @param done the end may send more */
  send(bytes: Buffer, done: () => void): void;
  signal(signal: Signal): void;
  /** Nothing is read any more at the end of it. */
  close(): void;
}

/** One end of a simulated connection, in the place of a TLS socket. */
export class SimEnd extends Duplex {
  readonly process: SimProcess;
  readonly #out: () => Way;
  readonly #in: () => Way;
  readonly #resets: () => boolean;
  #isEnded = false;

  /**
   * @param ways out of it and into it
   * @param resets whether the other side learns of a close as a broken connection
   */
  constructor(
    process: SimProcess,
    ways: { readonly out: () => Way; readonly in: () => Way },
    resets: () => boolean,
  ) {
    super({ allowHalfOpen: false });
    this.process = process;
    this.#out = ways.out;
    this.#in = ways.in;
    this.#resets = resets;
  }

  override _read(): void {
    return;
  }

  override _write(bytes: Buffer, _: BufferEncoding, done: () => void): void {
    this.#out().send(bytes, done);
  }

  override _final(done: () => void): void {
    this.#end('end');
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#in().close();
    this.#end(error === null && !this.#resets() ? 'end' : 'reset');
    done(error);
  }

  /** Takes what came over the connection. */
  receive(item: Buffer | Signal): void {
    if (this.destroyed || this.process.isDead) return;
    if (item === 'end') this.push(null);
    else if (item === 'reset')
      this.destroy(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));
    else this.push(item);
  }

  #end(signal: Signal): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#out().signal(signal);
  }
}
