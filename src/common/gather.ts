import type { Clock } from './clock.ts';
import type { Disposable } from './dispose.ts';

/** Gathers changes for a while and hands them on together: hundreds may come at once. */
export class Gather<T> implements Disposable {
  readonly #ms: number;
  readonly #clock: Clock;
  readonly #give: (gathered: ReadonlySet<T>) => void;
  #gathered = new Set<T>();
  #timer: Disposable | undefined;

  /**
   * @param ms milliseconds from the first change until they are handed on
   * @param give gets each change once, in the order in which they first came
   */
  constructor(ms: number, clock: Clock, give: (gathered: ReadonlySet<T>) => void) {
    this.#ms = ms;
    this.#clock = clock;
    this.#give = give;
  }

  add(change: T): void {
    this.#gathered.add(change);
    this.#timer ??= this.#clock.after(this.#ms, () => this.flush());
  }

  /** Hands on now what was gathered, if anything. */
  flush(): void {
    const gathered = this.#gathered;
    this.dispose();
    if (gathered.size > 0) this.#give(gathered);
  }

  /** Forgets what was gathered. */
  dispose(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    this.#gathered = new Set();
  }
}
