import type { Clock } from './clock.ts';
import type { Disposable } from './dispose.ts';

/** Gathers changes for a while and hands them on together: hundreds may come at once. */
export class Gather<T> implements Disposable {
  readonly #ms: number;
  readonly #clock: Clock;
  readonly #give: (gathered: ReadonlySet<T>) => void;
  readonly #isFirstAtOnce: boolean;
  #gathered = new Set<T>();
  #timer: Disposable | undefined;

  /**
   * @param ms milliseconds from the first change until they are handed on
   * @param give gets each change once, in the order in which they first came
   * @param options `isFirstAtOnce`: a change that comes alone is handed on at once; only those that follow it sooner than
   *   `ms` wait until then
   */
  constructor(
    ms: number,
    clock: Clock,
    give: (gathered: ReadonlySet<T>) => void,
    { isFirstAtOnce = false }: { readonly isFirstAtOnce?: boolean } = {},
  ) {
    this.#ms = ms;
    this.#clock = clock;
    this.#give = give;
    this.#isFirstAtOnce = isFirstAtOnce;
  }

  add(change: T): void {
    this.#gathered.add(change);
    if (this.#timer !== undefined) return;
    if (this.#isFirstAtOnce) this.#handOn();
    else this.#timer = this.#clock.after(this.#ms, () => this.flush());
  }

  /** Hands on now what was gathered, if anything. */
  flush(): void {
    const gathered = this.#gathered;
    this.dispose();
    if (gathered.size > 0) this.#give(gathered);
  }

  /** Hands on what there is, and gathers what follows for as long again. */
  #handOn(): void {
    const isAny = this.#gathered.size > 0;
    this.flush();
    if (isAny) this.#timer ??= this.#clock.after(this.#ms, () => this.#handOn());
  }

  /** Forgets what was gathered. */
  dispose(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    this.#gathered = new Set();
  }
}
