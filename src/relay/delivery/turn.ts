import type { Flushable, FlushSchedule } from '../../net/sendQueue.ts';
import type { FanOut } from './fanOut.ts';

/** Turns of the event loop that output waits for more lines to come, so that all of them share one write. */
const maxTurns = 4;

/**
 * Writes once for as many lines as come together: after a turn of the event loop that brought no new line, and after
 * `maxTurns` turns at the latest. Writing is what costs most in delivering a line, and an idle turn costs next to
 * nothing.
 */
export class Turn implements FlushSchedule {
  readonly #fanOut: FanOut;
  readonly #beforeWrite: () => void;
  #waiting: Flushable[] = [];
  #isScheduled = false;
  #brought = false;
  #turns = 0;

  /** @param beforeWrite does what has to be done before anybody hears of what came in this turn */
  constructor(fanOut: FanOut, beforeWrite: () => void) {
    this.#fanOut = fanOut;
    this.#beforeWrite = beforeWrite;
    fanOut.onHeld(() => this.#schedule());
  }

  /** A line has come in. */
  heard(): void {
    this.#brought = true;
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
    if (this.#brought && this.#turns < maxTurns) {
      this.#brought = false;
      setImmediate(this.#pass);
      return;
    }
    this.#write();
  };

  #write(): void {
    this.settle();
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#turns = 0;
    this.#brought = false;
    this.#isScheduled = false;
    for (const flushable of waiting) flushable.flush();
  }
}
