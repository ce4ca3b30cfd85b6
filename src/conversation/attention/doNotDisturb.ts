import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/dispose.ts';
import type { Memory } from './memory.ts';

/** Until it is switched off, not at all, or for an hour. */
export type Quiet = 'on' | 'off' | 'hour';

const hourMs = 3_600_000;
const key = 'pychat.doNotDisturbUntil';
const forEver = Number.MAX_SAFE_INTEGER;

/** Whether this person is to be left alone; kept over the end of the window. */
export class DoNotDisturb implements Disposable {
  readonly #memory: Memory;
  readonly #clock: Clock;
  readonly #changed: () => void;
  /** Milliseconds since 1970. */
  #until: number;
  #timer: Disposable | undefined;

  constructor(memory: Memory, clock: Clock, changed: () => void) {
    this.#memory = memory;
    this.#clock = clock;
    this.#changed = changed;
    const until = memory.get(key);
    this.#until = typeof until === 'number' ? until : 0;
    this.#wait();
  }

  get isOn(): boolean {
    return this.#clock.now() < this.#until;
  }

  set(how: Quiet): void {
    this.#until = how === 'on' ? forEver : how === 'off' ? 0 : this.#clock.now() + hourMs;
    void this.#memory.update(key, this.#until);
    this.#wait();
    this.#changed();
  }

  dispose(): void {
    this.#timer?.dispose();
  }

  /** Tells when the hour is over. A clock that was set back makes it no longer than an hour from now. */
  #wait(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    if (!this.isOn || this.#until === forEver) return;
    this.#until = Math.min(this.#until, this.#clock.now() + hourMs);
    this.#timer = this.#clock.after(this.#until - this.#clock.now(), () => this.#changed());
  }
}
