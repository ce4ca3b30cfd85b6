import type { Clock } from '../../common/clock.ts';

/**
 * The time that the relay puts on what it sends. It never goes back, even if the machine's clock does: histories are
 * in this order, and clients ask for what came after a time that they were told. What measures a duration uses the
 * clock itself.
 */
export class RelayTime {
  readonly #clock: Pick<Clock, 'now'>;
  #last = 0;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** Milliseconds since 1970: not before any time that was given out. */
  now(): number {
    this.#last = Math.max(this.#last, this.#clock.now());
    return this.#last;
  }

  /**
   * For something that histories keep: later than every time given out, so that no two entries of a history have the
   * same time, and "everything after it" leaves nothing out.
   */
  next(): number {
    this.#last = Math.max(this.#last + 1, this.#clock.now());
    return this.#last;
  }

  /** Times up to this one were given out by an earlier run of the relay. */
  passed(time: number): void {
    this.#last = Math.max(this.#last, time);
  }
}
