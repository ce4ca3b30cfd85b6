import type { ByteBudget } from '../../net/sendQueue.ts';
import type { Session } from '../core/session.ts';

/** What is left after slow readers had to go, as a part of the total: so that the next one is not due at once. */
const leftOver = 0.75;

/**
 * Bounds what waits for all slow readers together: past the total those go for whom most waits. Bytes are only added up
 * here; what has been taken meanwhile is found out when the sum reaches the total.
 */
export class SlowReaders implements ByteBudget {
  readonly #maxBytes: number;
  readonly #sessions: Iterable<Session>;
  #bytes = 0;

  constructor(maxBytes: number, sessions: Iterable<Session>) {
    this.#maxBytes = maxBytes;
    this.#sessions = sessions;
  }

  /** So many bytes more wait for somebody. */
  add(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > this.#maxBytes) this.#count();
  }

  #count(): void {
    const waiting = Array.from(this.#sessions, session => ({ session, bytes: session.wire.queuedBytes }));
    this.#bytes = waiting.reduce((sum, { bytes }) => sum + bytes, 0);
    if (this.#bytes <= this.#maxBytes) return;
    for (const { session, bytes } of waiting.sort((one, other) => other.bytes - one.bytes)) {
      if (this.#bytes <= this.#maxBytes * leftOver) return;
      session.wire.giveUp();
      this.#bytes -= bytes;
    }
  }
}
