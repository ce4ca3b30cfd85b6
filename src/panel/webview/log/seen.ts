import type { Clock } from '../../../common/clock.ts';

/** Lines in sight are told of no more often than this. */
const everyMs = 300;

/** Tells which line was the last in sight while the page had the keyboard: each line once, of a burst only some. */
export class Seen {
  readonly #last: () => string | undefined;
  readonly #tell: (id: string) => void;
  readonly #clock: Clock;
  #told: string | undefined;
  #isWaiting = false;

  /** @param last the id of the last line, when it is in sight */
  constructor(last: () => string | undefined, tell: (id: string) => void, clock: Clock) {
    this.#last = last;
    this.#tell = tell;
    this.#clock = clock;
    window.addEventListener('focus', () => this.check());
  }

  /** To be told whenever another line may be in sight. */
  check(): void {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    this.#clock.after(everyMs, () => {
      this.#isWaiting = false;
      const id = document.hasFocus() && !document.hidden ? this.#last() : undefined;
      if (id === undefined || id === this.#told) return;
      this.#told = id;
      this.#tell(id);
    });
  }

  /** Tells again of a line that was told of: others may have been shown since. */
  forget(): void {
    this.#told = undefined;
  }
}
