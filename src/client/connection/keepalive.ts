import type { Clock } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/dispose.ts';
import { idleMs, keepaliveTickMs, pongTimeoutMs, sleptMs } from '../limits.ts';

export interface KeepaliveOptions {
  readonly clock: Clock;
  /** Asks the server for a sign of life. */
  readonly ping: () => void;
  /** The server gave none. Called at most once. */
  readonly lost: () => void;
}

/**
 * Notices a connection that is dead without having been closed: a cable pulled, a laptop that slept. After `idleMs`
 * without a line it asks, and after `pongTimeoutMs` more it gives up.
 */
export class Keepalive implements Disposable {
  readonly #options: KeepaliveOptions;
  readonly #timers = new DisposableStore();
  #lookedAt: number;
  #heardAt: number;
  #askedAt: number | undefined;

  constructor(options: KeepaliveOptions) {
    this.#options = options;
    this.#lookedAt = options.clock.now();
    this.#heardAt = this.#lookedAt;
    this.#schedule();
  }

  /** Tells that a line came, whatever it said. */
  heard(): void {
    this.#heardAt = this.#options.clock.now();
    this.#askedAt = undefined;
  }

  dispose(): void {
    this.#timers.dispose();
  }

  #schedule(): void {
    const timer = this.#options.clock.after(keepaliveTickMs, () => {
      this.#timers.drop(timer);
      this.#look();
    });
    this.#timers.add(timer);
  }

  #look(): void {
    const now = this.#options.clock.now();
    const late = now - this.#lookedAt - keepaliveTickMs;
    this.#lookedAt = now;
    // A clock that jumped has said nothing about the server, so that its time to answer begins anew.
    if (late > sleptMs || late < -sleptMs) this.#ask(now);
    else if (this.#askedAt !== undefined && now - this.#askedAt >= pongTimeoutMs) {
      this.#giveUp();
      return;
    } else if (this.#askedAt === undefined && now - this.#heardAt >= idleMs) this.#ask(now);
    this.#schedule();
  }

  #ask(now: number): void {
    this.#askedAt = now;
    this.#options.ping();
  }

  #giveUp(): void {
    this.dispose();
    this.#options.lost();
  }
}
