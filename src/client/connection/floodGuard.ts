import type { Clock } from '../../common/clock.ts';
import { floodWindowMs, lineCostBytes, maxFloodBytes } from '../limits.ts';

/** Counts what a server sends within a while. More than anybody can read is a flood. */
export class FloodGuard {
  readonly #clock: Clock;
  #bytes = 0;
  #since = -Infinity;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes a line into account, a short one too. @returns whether it is one of a flood */
  isFlood(length: number): boolean {
    const now = this.#clock.now();
    if (now - this.#since > floodWindowMs) {
      this.#since = now;
      this.#bytes = 0;
    }
    this.#bytes += lineCostBytes + length;
    return this.#bytes > maxFloodBytes;
  }
}
