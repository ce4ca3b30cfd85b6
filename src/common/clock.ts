import type { Disposable } from './dispose.ts';

/** Time, as the code is given it: tests hand in one that they move themselves. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /** Calls `task` once after `ms` milliseconds, unless disposed before. */
  after(ms: number, task: () => void): Disposable;
}

interface TimerHost {
  setTimeout(task: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
}

const host = globalThis as unknown as TimerHost;

class Timer implements Disposable {
  readonly #timer: unknown;

  constructor(ms: number, task: () => void) {
    this.#timer = host.setTimeout(task, ms);
  }

  dispose(): void {
    host.clearTimeout(this.#timer);
  }
}

/** The real clock. Every JavaScript host has these two timers, whatever else it has. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, task) => new Timer(ms, task),
};
