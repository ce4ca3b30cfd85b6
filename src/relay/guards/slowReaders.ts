import type { ByteBudget } from '../../net/sendQueue.ts';
import type { Session } from '../core/session.ts';
import { largestOfMost } from './largestOfMost.ts';

interface SlowReadersOptions {
  readonly maxBytes: number;
  readonly sessions: Iterable<Session>;
  /** Whose share a connection counts in. */
  readonly groupOf: (session: Session) => string;
}

/** What is left after slow readers had to go, as a part of the total: so that the next one is not due at once. */
const leftOver = 0.75;

/**
 * Bounds what waits for all slow readers together: past the total those go for whom most waits, of the groups for which
 * most does. Bytes are only added up here; what has been taken meanwhile is found out when the sum reaches the total.
 */
export class SlowReaders implements ByteBudget {
  readonly #options: SlowReadersOptions;
  #bytes = 0;

  constructor(options: SlowReadersOptions) {
    this.#options = options;
  }

  /** So many bytes more wait for somebody. */
  add(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > this.#options.maxBytes) this.#count();
  }

  #count(): void {
    const { maxBytes, sessions, groupOf } = this.#options;
    const waiting = Array.from(sessions, session => ({ session, bytes: session.wire.queuedBytes }));
    this.#bytes = waiting.reduce((sum, { bytes }) => sum + bytes, 0);
    if (this.#bytes <= maxBytes) return;
    const shares = {
      bytesOf: ({ bytes }: (typeof waiting)[number]) => bytes,
      groupOf: ({ session }: (typeof waiting)[number]) => groupOf(session),
    };
    for (const { session, bytes } of largestOfMost(waiting, shares)) {
      session.wire.giveUp();
      this.#bytes -= bytes;
      if (this.#bytes <= maxBytes * leftOver) return;
    }
  }
}
