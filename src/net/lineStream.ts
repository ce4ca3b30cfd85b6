import type { Duplex } from 'node:stream';
import { type Clock, systemClock } from '../common/clock.ts';
import type { Disposable } from '../common/dispose.ts';
import { Emitter, type Event } from '../common/emitter.ts';
import { type FramedLine, LineFramer } from '../irc/framing.ts';
import { drain } from './drain.ts';
import { type ByteBudget, everyTurn, type FlushSchedule, SendQueue } from './sendQueue.ts';
import { type BadLine, textOfLine } from './textOfLine.ts';

/** Bytes that make no line: an `empty` line, or a piece of the `rest` of one that was too long. */
export type Filler = 'empty' | 'rest';

export interface LineStreamOptions {
  /** The longest line that is read, in bytes: tags included, line end not. */
  readonly maxLineBytes: number;
  /** Bytes that may wait for a slow reader; past it for longer than `slowReadMs`, the stream is destroyed. */
  readonly maxQueuedBytes: number;
  readonly clock?: Clock;
  /** When what is sent is written; at the end of each turn of the event loop if not given. */
  readonly schedule?: FlushSchedule;
  readonly budget?: ByteBudget;
  /** Is told at each pause how much waits to be read here. */
  readonly heldBudget?: ByteBudget;
  /** Lines that are given in one turn of the event loop: after so many others have their turn. All if not given. */
  readonly linesAtOnce?: number;
}

/** `ended` by the other side, broken by an `error`, closed for being `slow`, or closed here (`local`). */
export interface LineStreamClose {
  readonly reason: 'ended' | 'error' | 'slow' | 'local';
  readonly error?: Error;
}

/** How long `end` waits for the other side to take what is queued and to hang up, in milliseconds. */
export const endTimeoutMs = 3000;

/** How long what came before the other side hung up may wait for its turn, in milliseconds; what is left then is lost. */
export const hangUpTimeoutMs = 5000;

/** What a chunk counts for at least, in bytes: one that holds a single byte has to be taken up, too. */
const minChunkBytes = 256;

/**
 * A stream of bytes as lines in and lines out. What is sent before the schedule says so leaves in one write.
 * Listeners subscribed in the turn that made the LineStream miss nothing.
 */
export class LineStream implements Disposable {
  readonly #stream: Duplex;
  readonly #clock: Clock;
  readonly #framer: LineFramer;
  readonly #sendQueue: SendQueue;
  readonly #schedule: FlushSchedule;
  readonly #heldBudget: ByteBudget | undefined;
  readonly #linesAtOnce: number;
  readonly #line = new Emitter<string>();
  readonly #badLine = new Emitter<BadLine>();
  readonly #filler = new Emitter<Filler>();
  readonly #close = new Emitter<LineStreamClose>();
  #endTimer: Disposable | undefined;
  #why: LineStreamClose | undefined;
  #announced = false;
  #chunkCost = 0;
  #holds = 0;
  #delivering = false;
  #hasHungUp = false;

  /** Well-formed UTF-8 without its line end, in the order it came. */
  readonly onLine: Event<string> = this.#line.event;
  readonly onBadLine: Event<BadLine> = this.#badLine.event;
  /** What no reader needs, for who counts what it costs. */
  readonly onFiller: Event<Filler> = this.#filler.event;
  /** Fires exactly once, and never from inside a call that sends: whoever sends may be in the middle of something. */
  readonly onClose: Event<LineStreamClose> = this.#close.event;

  constructor(stream: Duplex, options: LineStreamOptions) {
    this.#stream = stream;
    this.#clock = options.clock ?? systemClock;
    this.#framer = new LineFramer(options.maxLineBytes);
    this.#schedule = options.schedule ?? everyTurn;
    this.#heldBudget = options.heldBudget;
    this.#linesAtOnce = options.linesAtOnce ?? Infinity;
    this.#sendQueue = new SendQueue(stream, {
      maxBytes: options.maxQueuedBytes,
      schedule: this.#schedule,
      clock: this.#clock,
      budget: options.budget,
      giveUp: () => this.giveUp(),
    });
    // Otherwise it closes by itself once the other side has said its last line, read or not.
    stream.allowHalfOpen = true;
    stream.on('data', (chunk: Uint8Array) => this.#read(chunk));
    stream.on('end', () => this.#hangUp());
    stream.on('error', (error: Error) => this.#destroy({ reason: 'error', error }));
    stream.on('close', () => {
      this.#endTimer?.dispose();
      this.#sendQueue.dispose();
      this.#announce();
    });
  }

  /** Whether nothing more is read or sent: from `end` or `dispose`, or from the moment the other side went. */
  get isClosed(): boolean {
    return this.#why !== undefined;
  }

  /** Whether a `pause` still waits for its `resume`. */
  get isPaused(): boolean {
    return this.#holds > 0;
  }

  /** Whether nothing more comes: what has come is still given, for `hangUpTimeoutMs`, and then it ends. */
  get hasHungUp(): boolean {
    return this.#hasHungUp;
  }

  /** Bytes sent that the other side has not taken yet. */
  get queuedBytes(): number {
    return this.#sendQueue.queuedBytes;
  }

  /** Bytes that have come and wait: no line has been made of them yet. */
  get heldBytes(): number {
    return this.#framer.heldBytes + this.#stream.readableLength;
  }

  /** Bytes that have been read off so far, line ends and skipped ones included; small chunks count for more. */
  get takenBytes(): number {
    return this.#framer.takenBytes + this.#chunkCost;
  }

  /** Queues a line, adding CR LF; ignored once closed. */
  send(line: string): void {
    this.sendBytes(Buffer.from(`${line}\r\n`));
  }

  /** Queues whole lines that already end with CR LF; the bytes may be shared by many receivers. */
  sendBytes(bytes: Uint8Array): void {
    if (!this.isClosed) this.#sendQueue.add(bytes);
  }

  /** Stops reading: not even a line that has already arrived is given before each `pause` has had its `resume`. */
  pause(): void {
    this.#stream.pause();
    if (this.#holds++ === 0) this.#heldBudget?.add(this.heldBytes);
  }

  resume(): void {
    if (this.#holds === 0 || --this.#holds > 0) return;
    this.#deliver();
    // Not before: the stream may end, and what has come already would be lost.
    if (this.#holds === 0) this.#stream.resume();
  }

  /** Sends what is queued and closes, by force if the other side takes longer than `endTimeoutMs`. */
  end(): void {
    this.#end({ reason: 'local' });
  }

  /** Closes now, as too much waits for the other side. */
  giveUp(): void {
    this.#destroy({ reason: 'slow' });
  }

  /** Closes now; what is queued is lost. */
  dispose(): void {
    this.#destroy({ reason: 'local' });
  }

  #read(chunk: Uint8Array): void {
    if (this.isClosed) return;
    this.#framer.push(chunk);
    this.#chunkCost += Math.max(0, minChunkBytes - chunk.length);
    this.#deliver();
  }

  #deliver(): void {
    if (this.#delivering) return;
    this.#delivering = true;
    try {
      for (let lines = 0; !this.isClosed && this.#holds === 0; lines++) {
        if (lines === this.#linesAtOnce) return this.#rest();
        if (this.#schedule.isFull) {
          this.pause();
          return this.#schedule.whenWritten(() => this.resume());
        }
        const frame = this.#framer.take();
        if (frame === undefined) return this.#hasHungUp ? this.#finish() : undefined;
        this.#give(frame);
      }
    } finally {
      this.#delivering = false;
    }
  }

  #give(frame: FramedLine): void {
    if (frame.type === 'empty' || frame.type === 'rest') return this.#filler.fire(frame.type);
    const line = frame.type === 'line' ? textOfLine(frame.bytes) : { why: frame.type, text: '' };
    if (typeof line === 'string') this.#line.fire(line);
    else this.#badLine.fire(line);
  }

  /** Gives the others their turn. */
  #rest(): void {
    this.pause();
    setImmediate(() => this.resume());
  }

  /** The other side says that nothing more comes. */
  #hangUp(): void {
    if (this.isClosed) return this.#announce();
    this.#hasHungUp = true;
    // It may be gone altogether: then its system answers a write with a reset, which ends everything.
    this.#stream.cork();
    this.#endTimer = this.#clock.after(hangUpTimeoutMs, () => this.#finish());
    this.#deliver();
  }

  /** Everything has been given, or there is no more time for it: the other side still gets what is queued for it. */
  #finish(): void {
    this.#end({ reason: 'ended' });
    this.#announce();
  }

  #end(why: LineStreamClose): void {
    if (this.isClosed) return;
    this.#schedule.settle();
    this.#why = why;
    this.#framer.clear();
    this.#endTimer?.dispose();
    this.#sendQueue.flush();
    this.#stream.end();
    drain(this.#stream);
    this.#endTimer = this.#clock.after(endTimeoutMs, () => this.#stream.destroy());
  }

  #destroy(why: LineStreamClose): void {
    this.#why ??= why;
    this.#sendQueue.dispose();
    this.#stream.destroy();
  }

  #announce(): void {
    if (this.#announced) return;
    this.#announced = true;
    this.#why ??= { reason: 'ended' };
    this.#close.fire(this.#why);
  }
}
