import type { Clock } from '../../common/clock.ts';
import type { Flushable, FlushSchedule } from '../../net/sendQueue.ts';
import type { FanOut } from './fanOut.ts';
import { leastFirst, spend, type Use, WaitingReaders } from './waitingReaders.ts';

/** Turns of the event loop that output waits for more lines to come, so that all of them share one write. */
const maxTurns = 4;

/**
 * How long lines are carried out in one turn of the event loop, and how long is written, in milliseconds: in each turn
 * one connection is accepted, so that long ones would lock out who comes back while many come.
 */
const quantumMs = 2;

/** A write that takes so long, in milliseconds, is one to hundreds of people: small ones are not gathered for. */
const longWriteMs = 2;
/** After it comes a time without one that is as many times longer, up to a bound, in milliseconds. */
const restFactor = 3;
const maxRestMs = 20;

interface Waiting {
  readonly use: Use;
  readonly flushable: Flushable;
}

/** Who takes part in the turns: its output waits for them, and its input when they are full. */
export interface TurnReader extends FlushSchedule {
  /** A line has come in. */
  heard(): void;
  /** Notes what a line was, as the flood meter counts it. */
  spend(cost: number): void;
}

/**
 * Writes once for as many lines as come together: after a turn of the event loop that brought no new line, and after
 * `maxTurns` turns at the latest. Writing is what costs most in delivering a line, and an idle turn costs next to
 * nothing. When so much has been said that it is better written first, nobody is read meanwhile. Who has used least
 * recently is read first, and written to first.
 *
 * Where hundreds hear of each line and many come at once, as when all come back after a break, writing alone would take
 * all the time there is: after a long write what comes is gathered for a few milliseconds more.
 */
export class Turn {
  readonly #fanOut: FanOut;
  readonly #beforeWrite: () => void;
  readonly #clock: Clock;
  readonly #readers = new WaitingReaders();
  /** What has something to write, and what is left of those that are being written. */
  #waiting: Waiting[] = [];
  #writing: Waiting[] = [];
  #isHeld = false;
  #isScheduled = false;
  #isResting = false;
  #brought = false;
  #turns = 0;
  /** When the first line of this turn of the event loop was carried out. */
  #startedAt: number | undefined;
  #wroteAt = -Infinity;
  #tookMs = 0;
  #restMs = 0;

  /** @param beforeWrite does what has to be done before anybody hears of what came in this turn */
  constructor(fanOut: FanOut, beforeWrite: () => void, clock: Clock) {
    this.#fanOut = fanOut;
    this.#beforeWrite = beforeWrite;
    this.#clock = clock;
    fanOut.onHeld(() => {
      this.#isHeld = true;
      this.#schedule();
    });
  }

  /** What a connection from this address group takes part by. */
  reader(groupName: string): TurnReader {
    const use = this.#readers.newcomer(groupName, this.#clock.now());
    const isFull = (): boolean => this.#isFull();
    return {
      get isFull() {
        return isFull();
      },
      add: flushable => {
        this.#waiting.push({ use, flushable });
        this.#schedule();
      },
      settle: () => this.#settle(),
      whenWritten: task => {
        this.#readers.add(use, task);
        this.#schedule();
      },
      heard: () => this.#heard(),
      spend: cost => spend(use, cost, this.#clock.now()),
    };
  }

  #heard(): void {
    this.#brought = true;
    if (this.#startedAt !== undefined) return;
    this.#startedAt = this.#clock.now();
    this.#schedule();
  }

  #isFull(): boolean {
    if (this.#fanOut.isFull) return true;
    return this.#startedAt !== undefined && this.#clock.now() - this.#startedAt >= quantumMs;
  }

  #settle(): void {
    this.#fanOut.settle();
    this.#beforeWrite();
  }

  get #hasOutput(): boolean {
    return this.#isHeld || this.#waiting.length > 0;
  }

  /** How long nothing is written yet; a clock that was set back does not make it longer. */
  get #restLeft(): number {
    return Math.min(this.#restMs, this.#wroteAt + this.#restMs - this.#clock.now());
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    const isUrgent = this.#writing.length + this.#readers.size > 0 || this.#startedAt !== undefined;
    if (!isUrgent && !this.#hasOutput) return;
    const rest = isUrgent || this.#fanOut.isFull ? 0 : this.#restLeft;
    if (rest <= 0) {
      this.#isScheduled = true;
      setImmediate(this.#go);
      return;
    }
    if (this.#isResting) return;
    this.#isResting = true;
    this.#clock.after(rest, () => {
      this.#isResting = false;
      this.#restMs = 0;
      this.#schedule();
    });
  }

  readonly #go = (): void => {
    this.#isScheduled = false;
    this.#startedAt = undefined;
    if (this.#writing.length > 0) this.#write();
    else if (this.#hasOutput && this.#isDue()) this.#begin();
    this.#readers.goOn(this.#clock.now(), () => this.#isFull());
    this.#schedule();
  };

  #isDue(): boolean {
    if (this.#fanOut.isFull) return true;
    if (this.#restLeft > 0) return false;
    this.#turns++;
    const isWaiting = this.#brought && this.#turns < maxTurns;
    this.#brought = false;
    return !isWaiting;
  }

  #begin(): void {
    this.#tookMs = 0;
    this.#turns = 0;
    this.#brought = false;
    this.#write(true);
  }

  /** Writes what there is time for now. */
  #write(isFirst = false): void {
    const startedAt = this.#clock.now();
    if (isFirst) {
      this.#settle();
      this.#isHeld = false;
      this.#writing = leastFirst(this.#waiting, startedAt).reverse();
      this.#waiting = [];
    } else {
      // What was said meanwhile may already wait in one of them.
      this.#beforeWrite();
    }
    do this.#writing.pop()?.flushable.flush();
    while (this.#writing.length > 0 && this.#clock.now() - startedAt < quantumMs);
    this.#wroteAt = this.#clock.now();
    this.#tookMs += this.#wroteAt - startedAt;
    if (this.#writing.length > 0) return;
    this.#restMs = this.#tookMs < longWriteMs ? 0 : Math.min(this.#tookMs * restFactor, maxRestMs);
    this.#fanOut.beginTurn();
  }
}
