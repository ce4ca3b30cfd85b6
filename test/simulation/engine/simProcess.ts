import type { Clock } from '../../../src/common/clock.ts';
import { type Disposable, toDisposable } from '../../../src/common/dispose.ts';
import type { Time } from './scheduler.ts';

interface Timer {
  task: (() => void) | undefined;
  /** How long the machine had slept when it was set. */
  slept: number;
}

/** A process of a simulated machine, with its clock: it can stand still, sleep with the machine, and die. */
export class SimProcess implements Clock {
  readonly #scheduler: Time;
  /** How far its wall clock is ahead of the world's, in milliseconds. */
  aheadMs: number;
  #frozenUntil = 0;
  #sleptMs = 0;
  #isDead = false;

  constructor(scheduler: Time, aheadMs: number) {
    this.#scheduler = scheduler;
    this.aheadMs = aheadMs;
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** When it goes on, in the world's time; in the past while it runs. */
  get frozenUntil(): number {
    return this.#frozenUntil;
  }

  now(): number {
    return this.#scheduler.now + this.aheadMs;
  }

  after(ms: number, task: () => void): Disposable {
    const timer: Timer = { task, slept: this.#sleptMs };
    this.#scheduler.after(Math.max(0, ms), () => this.#fire(timer));
    return toDisposable(() => (timer.task = undefined));
  }

  /** It stands still for a while; its timers fire late. */
  freeze(ms: number): void {
    this.#frozenUntil = Math.max(this.#frozenUntil, this.#scheduler.now + ms);
  }

  /** The machine sleeps: timers wait on where they were, but the wall clock goes on. */
  sleep(ms: number): void {
    this.freeze(ms);
    this.#sleptMs += ms;
  }

  /** Nothing of it runs from now on. */
  kill(): void {
    this.#isDead = true;
  }

  #fire(timer: Timer): void {
    if (timer.task === undefined || this.#isDead) return;
    const missed = this.#sleptMs - timer.slept;
    const late = Math.max(missed, this.#frozenUntil - this.#scheduler.now);
    timer.slept = this.#sleptMs;
    if (late > 0) this.#scheduler.after(late, () => this.#fire(timer));
    else timer.task();
  }
}
