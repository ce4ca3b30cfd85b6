import type { Clock } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/dispose.ts';
import { keepNickMs } from '../limits.ts';

/** Takes a nick back that was taken when we came: by our own earlier connection, most often, which dies soon. */
export class KeepNick implements Disposable {
  readonly wanted: string;
  readonly #clock: Clock;
  readonly #attempt: () => void;
  readonly #timers = new DisposableStore();
  /** Attempts that the server has not answered. */
  #open = 0;

  /** @param attempt asks the server for the nick */
  constructor(wanted: string, clock: Clock, attempt: () => void) {
    this.wanted = wanted;
    this.#clock = clock;
    this.#attempt = attempt;
    this.#schedule();
  }

  /** Asks at once, because the nick seems to be free. */
  tryNow(): void {
    this.#open++;
    this.#attempt();
  }

  /** @returns whether a refusal that came was to an attempt of ours, and no news to the user */
  wasRefused(): boolean {
    if (this.#open === 0) return false;
    this.#open--;
    return true;
  }

  dispose(): void {
    this.#timers.dispose();
  }

  #schedule(): void {
    const timer = this.#clock.after(keepNickMs, () => {
      this.#timers.drop(timer);
      this.tryNow();
      this.#schedule();
    });
    this.#timers.add(timer);
  }
}
