import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/dispose.ts';
import { awaitedMs, keepaliveTickMs, type Patience, silentMs, sleptMs } from '../limits.ts';

/** What is known of a connection that is watched. */
interface Watched {
  /** How long the server may be silent. */
  readonly patience: Patience;
  /** Since when, by our clock, an answer is waited for; undefined while none is. */
  readonly waitsSince: number | undefined;
  /** Asks the server for a sign of life. */
  ping(): void;
}

/** The server has given no sign of life for `silentMs`, has given one again, or has given none in time, which comes last. */
export type KeepaliveNews = 'silent' | 'answering' | 'lost';

/**
 * Notices a connection that is dead without having been closed: a cable pulled, a laptop that slept. The server is asked
 * after `idleMs` of silence, or `awaitedMs` after what it has not answered, and given up `pongTimeoutMs` later; when this
 * machine has slept or its network has changed, at once and `checkTimeoutMs` later.
 */
export class Keepalive implements Disposable {
  readonly #clock: Clock;
  readonly #watched: Watched;
  readonly #tell: (news: KeepaliveNews) => void;
  #timer: Disposable | undefined;
  #lookAt = 0;
  #heardAt = 0;
  /** Since when it has owed an answer. */
  #askedAt: number | undefined;
  #lastAskedAt = -Infinity;
  /** Milliseconds that it has for it. */
  #timeout = 0;
  #isAnswering = true;

  constructor(clock: Clock, watched: Watched, tell: (news: KeepaliveNews) => void) {
    this.#tell = tell;
    this.#clock = clock;
    this.#watched = watched;
  }

  start(): void {
    this.#heardAt = this.#clock.now();
    this.#schedule();
  }

  /** A line came, whatever it said. */
  heard(): void {
    this.#heardAt = this.#clock.now();
    this.#askedAt = undefined;
    if (this.#isAnswering) return;
    this.#isAnswering = true;
    this.#tell('answering');
  }

  /** Something has happened here by which the connection may have broken: the server is asked now. */
  check(): void {
    // A clock that jumped has said nothing about the server, so that its time to answer starts again.
    this.#heardAt = this.#clock.now();
    this.#ask(this.#watched.patience.checkTimeoutMs);
    this.#schedule();
  }

  dispose(): void {
    this.#timer?.dispose();
  }

  #look(): void {
    const now = this.#clock.now();
    const late = now - this.#lookAt;
    if (late > sleptMs || late < -sleptMs) {
      this.check();
      return;
    }
    if (this.#askedAt !== undefined && now >= this.#askedAt + this.#timeout) {
      this.#tell('lost');
      return;
    }
    if (this.#isAnswering && now >= this.#silentAt) {
      this.#isAnswering = false;
      this.#tell('silent');
    }
    if (now >= this.#askAt) this.#ask(this.#watched.patience.pongTimeoutMs);
    this.#schedule();
  }

  #ask(timeout: number): void {
    this.#askedAt = this.#lastAskedAt = this.#clock.now();
    this.#timeout = timeout;
    this.#watched.ping();
  }

  /** When it is asked next. */
  get #askAt(): number {
    if (this.#askedAt !== undefined) return Infinity;
    const { waitsSince = Infinity, patience } = this.#watched;
    const awaited = Math.max(waitsSince, this.#lastAskedAt) + awaitedMs;
    return Math.min(this.#heardAt + patience.idleMs, awaited);
  }

  /** When it counts as not answering. */
  get #silentAt(): number {
    if (this.#askedAt === undefined) return Infinity;
    return Math.max(this.#heardAt + silentMs, this.#askedAt + silentMs - awaitedMs);
  }

  /** What is waited for may begin at any time: it is looked at every `keepaliveTickMs` at least. */
  #schedule(): void {
    this.#timer?.dispose();
    const now = this.#clock.now();
    const lostAt = (this.#askedAt ?? Infinity) + this.#timeout;
    const silentAt = this.#isAnswering ? this.#silentAt : Infinity;
    this.#lookAt = Math.min(
      now + keepaliveTickMs,
      Math.max(now + 1, Math.min(this.#askAt, silentAt, lostAt)),
    );
    this.#timer = this.#clock.after(this.#lookAt - now, () => this.#look());
  }
}
