import type { Flushable, FlushSchedule } from '../../net/sendQueue.ts';
import type { Clock } from '../../common/clock.ts';
import type { FanOut } from './fanOut.ts';

/** Turns of the event loop that output waits for more lines to come, so that all of them share one write. */
const maxTurns = 4;

/** A write that takes so long, in milliseconds, is one to hundreds of people: small ones are not gathered for. */
const longWriteMs = 2;
/** After it comes a time without one that is as many times longer, up to a bound, in milliseconds. */
const restFactor = 3;
const maxRestMs = 20;

/**
 * Writes once for as many lines as come together: after a turn of the event loop that brought no new line, and after
 * `maxTurns` turns at the latest. Writing is what costs most in delivering a line, and an idle turn costs next to
 * nothing. When so much has been said that it is better written first, nobody is read meanwhile.
 *
 * Where hundreds hear of each line and many come at once, as when all come back after a break, writing alone would take
 * all the time there is: after a long write what comes is gathered for a few milliseconds more.
 */
export class Turn implements FlushSchedule {
  readonly #fanOut: FanOut;
  readonly #beforeWrite: () => void;
  readonly #clock: Clock;
  #waiting: Flushable[] = [];
  /** What goes on once there is room in a turn again, who has waited longest first. */
  #afterWrite: (() => void)[] = [];
  #isScheduled = false;
  #brought = false;
  #turns = 0;
  #wroteAt = -Infinity;
  #restMs = 0;

  /** @param beforeWrite does what has to be done before anybody hears of what came in this turn */
  constructor(fanOut: FanOut, beforeWrite: () => void, clock: Clock) {
    this.#fanOut = fanOut;
    this.#beforeWrite = beforeWrite;
    this.#clock = clock;
    fanOut.onHeld(() => this.#schedule());
  }

  /** A line has come in. */
  heard(): void {
    this.#brought = true;
  }

  get isFull(): boolean {
    return this.#fanOut.isFull;
  }

  whenWritten(task: () => void): void {
    this.#afterWrite.push(task);
    this.#schedule();
  }

  add(flushable: Flushable): void {
    this.#waiting.push(flushable);
    this.#schedule();
  }

  settle(): void {
    this.#fanOut.settle();
    this.#beforeWrite();
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(this.#pass);
  }

  readonly #pass = (): void => {
    this.#turns++;
    if (this.#brought && this.#turns < maxTurns && !this.isFull) {
      this.#brought = false;
      setImmediate(this.#pass);
      return;
    }
    const rest = this.#restMs;
    if (rest === 0 || this.isFull) {
      this.#write();
      return;
    }
    this.#restMs = 0;
    // A clock that was set back does not make it longer.
    const left = Math.min(rest, this.#wroteAt + rest - this.#clock.now());
    if (left > 0) this.#clock.after(left, this.#pass);
    else this.#write();
  };

  #write(): void {
    const startedAt = this.#clock.now();
    this.settle();
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#turns = 0;
    this.#brought = false;
    this.#isScheduled = false;
    for (const flushable of waiting) flushable.flush();
    this.#wroteAt = this.#clock.now();
    const took = this.#wroteAt - startedAt;
    this.#restMs = took < longWriteMs ? 0 : Math.min(took * restFactor, maxRestMs);
    this.#fanOut.beginTurn();
    this.#goOn();
  }

  /** Lets those who wait go on, one after the other, until there is enough to write again. */
  #goOn(): void {
    const tasks = this.#afterWrite;
    this.#afterWrite = [];
    let done = 0;
    for (const task of tasks) {
      if (this.isFull) break;
      task();
      done++;
    }
    this.#afterWrite = [...tasks.slice(done), ...this.#afterWrite];
    if (this.#afterWrite.length > 0) this.#schedule();
  }
}
