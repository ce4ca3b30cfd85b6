import type { Clock } from '../common/clock.ts';

/** The server's time, as the lines that carry it show. A step of our own clock changes nothing of `heardAt`. */
export class ServerClock {
  readonly #clock: Clock;
  #aheadMs = 0;
  /** It was this time for the server, or later, when the last line came; undefined while none has said so. */
  heardAt: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * A line came.
   *
   * @param at when it was sent, by the server
   * @param isNow it was sent now, and not some time ago
   * @param canGoBack the server's clock may be set back
   */
  hear(at: number, isNow: boolean, canGoBack: boolean): void {
    if (isNow && canGoBack) this.heardAt = at;
    this.heardAt = Math.max(this.heardAt ?? 0, at);
    if (isNow && at === this.heardAt) this.#aheadMs = at - this.#clock.now();
  }

  /** It is this time for the server, though it was later before. */
  restart(at: number): void {
    this.heardAt = at;
  }

  /** About what time it is for the server, in milliseconds since 1970. */
  now(): number {
    return this.#clock.now() + this.#aheadMs;
  }
}
