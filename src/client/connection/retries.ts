import type { ConnectionFailure } from '../../chat/connection.ts';
import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/dispose.ts';
import { keepaliveTickMs, sleptMs, steadyMs } from '../limits.ts';
import { waitAfter } from './retryPolicy.ts';

/** Waits before each attempt to come back; no longer than until this machine has slept meanwhile. */
export class Retries {
  readonly #clock: Clock;
  readonly #random: () => number;
  #timer: Disposable | undefined;
  /** Waits since a connection was good. */
  #waits = 0;
  #lostAt = 0;

  /** @param random gives a number from 0 up to but not including 1 */
  constructor(clock: Clock, random: () => number) {
    this.#clock = clock;
    this.#random = random;
  }

  /** A connection was lost that was up since a time of ours. */
  lost(since: number): void {
    this.#lostAt = this.#clock.now();
    if (this.#lostAt - since >= steadyMs) this.#waits = 0;
  }

  /** @returns which attempt it will be, and when */
  wait(
    failure: ConnectionFailure,
    isPyChat: boolean,
    task: () => void,
  ): { readonly attempt: number; readonly retryAt: number } {
    const now = this.#clock.now();
    const since = now - this.#lostAt;
    const ms = waitAfter({ failure, waits: this.#waits++, since, isPyChat }, this.#random);
    this.#wait(ms, task);
    return { attempt: this.#waits, retryAt: now + ms };
  }

  /** @returns whether an attempt was waited for */
  stop(): boolean {
    const timer = this.#timer;
    this.#timer = undefined;
    timer?.dispose();
    return timer !== undefined;
  }

  #wait(ms: number, task: () => void): void {
    const slice = Math.min(ms, keepaliveTickMs);
    const until = this.#clock.now() + slice;
    this.#timer = this.#clock.after(slice, () => {
      const hasJumped = Math.abs(this.#clock.now() - until) > sleptMs;
      if (hasJumped || slice === ms) task();
      else this.#wait(ms - slice, task);
    });
  }
}
