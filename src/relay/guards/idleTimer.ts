import type { Disposable } from '../../common/dispose.ts';
import type { Clock } from '../../common/clock.ts';
import type { Limits } from '../core/limits.ts';
import type { Session } from '../core/session.ts';

/** Closes a session that does not register in time, or that has gone silent and does not answer a PING. */
export class IdleTimer implements Disposable {
  readonly #session: Session;
  readonly #clock: Clock;
  readonly #limits: Limits;
  readonly #serverName: string;
  #heardAt: number;
  #asked = false;
  #timer: Disposable;

  constructor(session: Session, options: { clock: Clock; limits: Limits; serverName: string }) {
    this.#session = session;
    this.#clock = options.clock;
    this.#limits = options.limits;
    this.#serverName = options.serverName;
    this.#heardAt = this.#clock.now();
    this.#timer = this.#clock.after(this.#limits.registrationTimeoutMs, () => this.#checkRegistered());
  }

  /** A line came, at `now`. Costs no timer: the one that runs looks at the time when it is due. */
  heard(now: number): void {
    this.#heardAt = now;
    this.#asked = false;
  }

  dispose(): void {
    this.#timer.dispose();
  }

  #checkRegistered(): void {
    if (this.#session.isRegistered) this.#check();
    else this.#session.close('Registration took too long');
  }

  #check(): void {
    const silent = this.#clock.now() - this.#heardAt;
    const { pingAfterMs, pingTimeoutMs } = this.#limits;
    // What has come of it waits unread: whether it is silent shows when it has its turn.
    if (this.#session.wire.isPaused) {
      this.#checkIn(pingTimeoutMs);
      return;
    }
    if (this.#asked) {
      this.#session.close('Ping timeout');
      return;
    }
    if (silent < pingAfterMs) {
      this.#checkIn(pingAfterMs - silent);
      return;
    }
    this.#asked = true;
    this.#session.fromNobody('PING', this.#serverName);
    this.#checkIn(pingTimeoutMs);
  }

  #checkIn(ms: number): void {
    this.#timer = this.#clock.after(ms, () => this.#check());
  }
}
