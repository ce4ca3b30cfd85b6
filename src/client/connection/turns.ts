import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/dispose.ts';
import { maxTurnMs, maxTurnSteps } from '../limits.ts';

/**
 * How much of what a server sends is worked off before the event loop gets another turn: the editor runs in it, too.
 * What is left waits for the next turn.
 */
export class Turns implements Disposable {
  readonly #clock: Clock;
  #steps = 0;
  #startedAt = 0;
  #next: NodeJS.Immediate | undefined;
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
    this.#next ??= setImmediate(() => this.#begin());
  }

  /** Calls `task` in the next turn. What is asked first comes first. */
  wait(task: () => void): void {
    this.#waiting.push(task);
    this.#next ??= setImmediate(() => this.#begin());
  }

  /** What waits is not done. */
  dispose(): void {
    this.#waiting = [];
    clearImmediate(this.#next);
    this.#next = undefined;
  }

  #begin(): void {
    this.#next = undefined;
    this.#steps = 0;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const task of waiting) task();
  }
}
