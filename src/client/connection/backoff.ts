import { backoffMs } from '../limits.ts';

/**
 * How long to wait before each reconnect: at most 1 s at first, doubling up to 60 s, and each time anything below
 * that by chance, so that a room full of clients does not come back in one instant.
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export class Backoff {
  readonly #random: () => number;
  #attempt = 0;

  /** @param random gives a number from 0 up to but not including 1 */
  constructor(random: () => number) {
    this.#random = random;
  }

  /** Waits that have been asked for since the last success. */
  get attempt(): number {
    return this.#attempt;
  }

  /** The next wait, in milliseconds. */
  next(): number {
    const max = Math.min(backoffMs.max, backoffMs.first * 2 ** Math.min(this.#attempt, 16));
    this.#attempt++;
    return Math.floor(this.#random() * max);
  }

  /** A connection that worked: the next wait is short again. */
  reset(): void {
    this.#attempt = 0;
  }
}
