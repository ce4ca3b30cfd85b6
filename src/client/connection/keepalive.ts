import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/dispose.ts';
import { idleMs, keepaliveTickMs, pongTimeoutMs, sleptMs } from '../limits.ts';

/**
 * Notices a connection that is dead without having been closed: a cable pulled, a laptop that slept. After `idleMs`
 * without a line it asks, and after `pongTimeoutMs` more it gives up.
 */
export class Keepalive implements Disposable {
  readonly #clock: Clock;
  readonly #ping: () => void;
  readonly #lost: () => void;
  #timer: Disposable | undefined;
  #lookedAt = 0;
  #heardAt = 0;
  #askedAt: number | undefined;

  /**
   * @param ping asks the server for a sign of life
   * @param lost is called at most once, when it gave none
   */
  constructor(clock: Clock, ping: () => void, lost: () => void) {
    this.#clock = clock;
    this.#ping = ping;
    this.#lost = lost;
  }

  start(): void {
    this.#lookedAt = this.#heardAt = this.#clock.now();
    this.#schedule();
  }

  /** Tells that a line came, whatever it said. */
  heard(): void {
    this.#heardAt = this.#clock.now();
    this.#askedAt = undefined;
  }

  dispose(): void {
    this.#timer?.dispose();
  }

  #schedule(): void {
    this.#timer = this.#clock.after(keepaliveTickMs, () => this.#look());
  }

  #look(): void {
    const now = this.#clock.now();
    const late = now - this.#lookedAt - keepaliveTickMs;
    this.#lookedAt = now;
    // A clock that jumped has said nothing about the server, so that its time to answer starts again.
    if (late > sleptMs || late < -sleptMs) this.#ask(now);
    else if (this.#askedAt !== undefined && now - this.#askedAt >= pongTimeoutMs) {
      this.#lost();
      return;
    } else if (this.#askedAt === undefined && now - this.#heardAt >= idleMs) this.#ask(now);
    this.#schedule();
  }

  #ask(now: number): void {
    this.#askedAt = now;
    this.#ping();
  }
}
