import type { Clock } from '../../common/clock.ts';
import { maxTurnMs, maxTurnSteps } from '../limits.ts';

/**
 * How much of what a server sends is worked off before the event loop gets another turn: the editor runs in it, too.
 * What is left waits for the next turn, also when the client is closed: that it is comes behind all that came before.
 */
export class Turns {
  readonly #clock: Clock;
  #steps = 0;
  #startedAt = 0;
  #isNextComing = false;
  #waiting: (() => void)[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get isUsedUp(): boolean {
    return (
      this.#steps >= maxTurnSteps || (this.#steps > 0 && this.#clock.now() - this.#startedAt >= maxTurnMs)
    );
  }

  /** A line or an event is worked off. */
  spend(): void {
    if (this.#steps === 0) this.#startedAt = this.#clock.now();
    this.#steps += 1;
    this.#bringNext();
  }

  /** Calls `task` in the next turn. What is asked first comes first. */
  wait(task: () => void): void {
    this.#waiting.push(task);
    this.#bringNext();
  }

  #bringNext(): void {
    if (this.#isNextComing) return;
    this.#isNextComing = true;
    setImmediate(() => this.#begin());
  }

  #begin(): void {
    this.#isNextComing = false;
    this.#steps = 0;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const task of waiting) task();
  }
}
