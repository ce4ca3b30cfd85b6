import { type Disposable, toDisposable } from '../../../src/common/dispose.ts';
import type { Time } from '../engine/scheduler.ts';

/** The time of this machine, until it is stopped: nothing that was planned happens after that. */
export class RealTime implements Time {
  readonly #timers = new Set<NodeJS.Timeout>();
  #isStopped = false;

  get now(): number {
    return Date.now();
  }

  at(at: number, task: () => void): Disposable {
    return this.after(at - this.now, task);
  }

  after(ms: number, task: () => void): Disposable {
    if (this.#isStopped) return toDisposable(() => undefined);
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        task();
      },
      Math.max(0, ms),
    );
    this.#timers.add(timer);
    return toDisposable(() => {
      this.#timers.delete(timer);
      clearTimeout(timer);
    });
  }

  stop(): void {
    this.#isStopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
  }
}
