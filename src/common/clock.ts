import { type Disposable, toDisposable } from './dispose.ts';

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

/** The real clock. Every JavaScript host has these two timers, whatever else it has. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, task) => {
    const host = globalThis as unknown as TimerHost;
    const timer = host.setTimeout(task, ms);
    return toDisposable(() => host.clearTimeout(timer));
  },
};
