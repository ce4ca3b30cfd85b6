import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/dispose.ts';
import { keepNickMs } from '../limits.ts';
import type { Server } from '../server.ts';

/** Takes a nick back that was taken when we came: by our own earlier connection, most often, which dies soon. */
export class KeepNick implements Disposable {
  readonly #wanted: string;
  readonly #clock: Clock;
  readonly #attempt: () => void;
  #timer: Disposable | undefined;
  /** Attempts that the server has not answered. */
  #open = 0;

  /** @param attempt asks the server for the nick */
  constructor(wanted: string, clock: Clock, attempt: () => void) {
    this.#wanted = wanted;
    this.#clock = clock;
    this.#attempt = attempt;
    this.#schedule();
  }

  /** Somebody no longer has a nick: if it is this one, it seems to be free. */
  freed(nick: string, server: Server): void {
    if (server.same(nick, this.#wanted)) this.#tryNow();
  }

  /** @returns whether a refusal that came was to an attempt of ours, and no news to the user */
  wasRefused(): boolean {
    if (this.#open === 0) return false;
    this.#open--;
    return true;
  }

  dispose(): void {
    this.#timer?.dispose();
  }

  #tryNow(): void {
    this.#open++;
    this.#attempt();
  }

  #schedule(): void {
    this.#timer = this.#clock.after(keepNickMs, () => {
      this.#tryNow();
      this.#schedule();
    });
  }
}
