import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/dispose.ts';

/** Hands on the newest of many values, at most once in `ms` milliseconds; the last one always arrives. */
export class Throttle<T> implements Disposable {
  readonly #ms: number;
  readonly #clock: Clock;
  readonly #give: (value: T) => void;
  #waiting: { readonly value: T } | undefined;
  #timer: Disposable | undefined;

  constructor(ms: number, clock: Clock, give: (value: T) => void) {
    this.#ms = ms;
    this.#clock = clock;
    this.#give = give;
  }

  push(value: T): void {
    if (this.#timer !== undefined) {
      this.#waiting = { value };
      return;
    }
    this.#rest();
    this.#give(value);
  }

  dispose(): void {
    this.#timer?.dispose();
    this.#waiting = undefined;
  }

  #rest(): void {
    this.#timer = this.#clock.after(this.#ms, () => {
      const waiting = this.#waiting;
      this.#timer = undefined;
      this.#waiting = undefined;
      if (waiting !== undefined) this.push(waiting.value);
    });
  }
}
