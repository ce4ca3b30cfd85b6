import type { Clock } from '../../src/common/clock.ts';
import { type Disposable, toDisposable } from '../../src/common/dispose.ts';

interface Timer {
  readonly at: number;
  readonly task: () => void;
}

/** A clock that stands still until a test moves it. */
export class FakeClock implements Clock {
  #now: number;
  /** By how much somebody has set it. */
  #offset = 0;
  readonly #timers = new Set<Timer>();

  /** @param now milliseconds since 1970; 2026-11-22T12:48:05Z if not given */
  constructor(now = Date.UTC(2026, 10, 22, 12, 48, 5)) {
    this.#now = now;
  }

  /** How many timers wait: what has stopped leaves none. */
  get waiting(): number {
    return this.#timers.size;
  }

  now(): number {
    return this.#now + this.#offset;
  }

  after(ms: number, task: () => void): Disposable {
    const timer = { at: this.#now + ms, task };
    this.#timers.add(timer);
    return toDisposable(() => this.#timers.delete(timer));
  }

  /** Somebody sets the clock by so much: no time passes, and timers do not notice. */
  set(ms: number): void {
    this.#offset += ms;
  }

  /** Moves time on by `ms`, calling in order what falls due meanwhile, also what is set on the way. */
  advance(ms: number): void {
    const until = this.#now + ms;
    for (let timer = this.#due(until); timer !== undefined; timer = this.#due(until)) {
      this.#timers.delete(timer);
      this.#now = Math.max(this.#now, timer.at);
      timer.task();
    }
    this.#now = until;
  }

  #due(until: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers)
      if (timer.at <= until && (first === undefined || timer.at < first.at)) first = timer;
    return first;
  }
}
