import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/dispose.ts';
import type { ByteBudget } from '../../net/sendQueue.ts';
import type { Session } from '../core/session.ts';
import { largestOfMost } from './largestOfMost.ts';

interface UnreadBytesOptions {
  readonly maxBytes: number;
  readonly clock: Clock;
  readonly sessions: Iterable<Session>;
  /** Whose share a connection counts in. */
  readonly groupOf: (session: Session) => string;
}

/** What a socket still takes after it was paused, in bytes: with TLS what is in it, and one more read. Nobody hears of it. */
const aheadBytes = 112 * 1024;

/** How often is looked at what has come, in milliseconds, while so many are paused that it could be too much. */
const checkMs = 20;

/** What is left after some had to go, as a part of the total: so that the next one is not due at once. */
const leftOver = 0.75;

/**
 * Bounds what has come from members who are read more slowly than they send, all together: past the total those of whom
 * most waits have to go, of the groups of which most does. Bytes are only added up here, those included that may still
 * come; what is really there is found out when the sum reaches the total.
 */
export class UnreadBytes implements ByteBudget {
  readonly #options: UnreadBytesOptions;
  #bytes = 0;
  #timer: Disposable | undefined;

  constructor(options: UnreadBytesOptions) {
    this.#options = options;
  }

  /** Somebody is read no further, of whom so many wait. */
  add(bytes: number): void {
    this.#bytes += bytes + aheadBytes;
    if (this.#bytes > this.#options.maxBytes) this.#count();
  }

  #count(): void {
    const { maxBytes, clock, sessions } = this.#options;
    const paused = Array.from(sessions)
      .filter(({ isRegistered, wire }) => isRegistered && wire.isPaused)
      .map(session => ({ session, bytes: session.wire.heldBytes }));
    const held = paused.reduce((sum, { bytes }) => sum + bytes, 0);
    if (held > maxBytes) this.#makeRoom(paused, held - maxBytes * leftOver);
    const possible = held + paused.length * aheadBytes;
    this.#timer?.dispose();
    this.#timer = possible > maxBytes ? clock.after(checkMs, () => this.#count()) : undefined;
    this.#bytes = possible > maxBytes ? held : possible;
  }

  #makeRoom(paused: readonly { readonly session: Session; readonly bytes: number }[], excess: number): void {
    const groupOf = ({ session }: { readonly session: Session }): string => this.#options.groupOf(session);
    let left = excess;
    for (const { session, bytes } of largestOfMost(paused, { bytesOf: one => one.bytes, groupOf })) {
      // Whoever pauses it may be in the middle of something.
      queueMicrotask(() => session.close('Sends more than the relay can hold'));
      left -= bytes;
      if (left <= 0) return;
    }
  }
}
