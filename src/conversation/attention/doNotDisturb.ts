import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/dispose.ts';
import type { Effect } from '../effect.ts';
import { keptKeys, type KeptValues, readQuietUntil } from '../kept.ts';

/** Until it is switched off, not at all, or for an hour. */
export type Quiet = 'on' | 'off' | 'hour';

const hourMs = 3_600_000;
const forever = Number.MAX_SAFE_INTEGER;

/** Whether this person is to be left alone; kept over the end of the window. */
export class DoNotDisturb implements Disposable {
  readonly #clock: Clock;
  readonly #run: (effect: Effect) => void;
  readonly #changed: () => void;
  /** Milliseconds since 1970. */
  #until: number;
  #timer: Disposable | undefined;

  constructor(kept: KeptValues, clock: Clock, run: (effect: Effect) => void, changed: () => void) {
    this.#clock = clock;
    this.#run = run;
    this.#changed = changed;
    this.#until = readQuietUntil(kept.get(keptKeys.doNotDisturb));
    this.#wait();
  }

  get isOn(): boolean {
    return this.#clock.now() < this.#until;
  }

  set(how: Quiet): void {
    this.#until = how === 'on' ? forever : how === 'off' ? 0 : this.#clock.now() + hourMs;
    this.#run({ type: 'store', scope: 'global', key: keptKeys.doNotDisturb, value: this.#until });
    this.#wait();
    this.#changed();
  }

  dispose(): void {
    this.#timer?.dispose();
  }

  /** Says when the hour is over. A clock that was set back makes it no longer than an hour from now. */
  #wait(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    if (!this.isOn || this.#until === forever) return;
    this.#until = Math.min(this.#until, this.#clock.now() + hourMs);
    this.#timer = this.#clock.after(this.#until - this.#clock.now(), () => this.#changed());
  }
}
