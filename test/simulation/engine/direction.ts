import type { Time } from './scheduler.ts';
import type { Signal } from './simEnd.ts';
import type { SimProcess } from './simProcess.ts';

/** Bytes on their way that the sender need not wait for. */
const sendWindow = 64 * 1024;

export interface Travel {
  readonly delayMs: () => number;
  /** Into how many pieces bytes fall that are written at once. */
  readonly pieces: () => number;
  readonly random: () => number;
  /** Bytes in a millisecond; any number if not given. */
  readonly bytesPerMs?: number;
  /** Changes what is sent; only a test that wants to see that found does so. */
  readonly change?: ((bytes: Buffer) => Buffer) | undefined;
}

/** The end that bytes come to. */
interface Receiver {
  readonly process: Pick<SimProcess, 'frozenUntil'>;
  receive(item: Buffer | Signal): void;
}

interface Item {
  what: Buffer | Signal | (() => void);
}

/** One direction of a connection: bytes arrive in order, later, or not at all. */
export class Direction {
  readonly #scheduler: Time;
  readonly #travel: Travel;
  readonly #to: () => Receiver | undefined;
  /** On their way, the first to arrive first. */
  #items: Item[] = [];
  readonly #senders: (() => void)[] = [];
  #bytes = 0;
  #lastAt = 0;
  #heldUntil = 0;
  #isOver = false;
  /** Bytes vanish on the way. */
  isSilent = false;

  constructor(scheduler: Time, travel: Travel, to: () => Receiver | undefined) {
    this.#scheduler = scheduler;
    this.#travel = travel;
    this.#to = to;
  }

  send(bytes: Buffer, done: () => void): void {
    // Who sends may use the same memory again.
    const sent = this.#travel.change?.(bytes) ?? Buffer.from(bytes);
    if (!this.#isOver && sent.length > 0) for (const piece of this.#cut(sent)) this.#plan(piece);
    if (this.#bytes <= sendWindow) done();
    else this.#senders.push(done);
  }

  signal(signal: Signal): void {
    if (!this.#isOver) this.#plan(signal);
  }

  /** Does something when all that was sent before has arrived. */
  then(task: () => void): void {
    this.#plan(task);
  }

  close(): void {
    this.#isOver = true;
    this.#items = [];
  }

  /** Nothing arrives for a while. */
  hold(ms: number): void {
    this.#heldUntil = Math.max(this.#heldUntil, this.#scheduler.now + ms);
  }

  /** The connection breaks: of what is on its way a part arrives, up to any byte. @param signal undefined: nobody is told */
  breakOff(signal: Signal | undefined): void {
    if (this.#isOver) return;
    let left = Math.floor(this.#travel.random() * (this.#bytes + 1));
    for (const item of this.#items) {
      if (!Buffer.isBuffer(item.what)) continue;
      const kept = item.what.subarray(0, left);
      this.#bytes -= item.what.length - kept.length;
      left -= kept.length;
      item.what = kept;
    }
    if (signal !== undefined) this.#plan(signal);
    this.#isOver = true;
  }

  #cut(bytes: Buffer): Buffer[] {
    const places = Array.from({ length: this.#travel.pieces() - 1 }, () =>
      Math.floor(this.#travel.random() * bytes.length),
    ).sort((one, other) => one - other);
    return [...places, bytes.length].map((end, index) => bytes.subarray(places[index - 1] ?? 0, end));
  }

  #plan(what: Item['what']): void {
    const at = this.#scheduler.now + this.#travel.delayMs();
    const { bytesPerMs = Infinity } = this.#travel;
    this.#lastAt = Math.max(this.#lastAt, at) + (Buffer.isBuffer(what) ? what.length / bytesPerMs : 0);
    if (Buffer.isBuffer(what)) this.#bytes += what.length;
    this.#items.push({ what });
    this.#scheduler.at(this.#lastAt, () => this.#arrive());
  }

  #arrive(): void {
    const end = this.#to();
    const wait = Math.max(this.#heldUntil, end?.process.frozenUntil ?? 0) - this.#scheduler.now;
    if (wait > 0) {
      this.#scheduler.after(wait, () => this.#arrive());
      return;
    }
    const what = this.#items.shift()?.what;
    if (what === undefined || this.isSilent) return;
    if (typeof what === 'function') {
      what();
      return;
    }
    if (Buffer.isBuffer(what)) this.#bytes -= what.length;
    if (what.length > 0) end?.receive(what);
    if (this.#bytes <= sendWindow) for (const done of this.#senders.splice(0)) done();
  }
}
