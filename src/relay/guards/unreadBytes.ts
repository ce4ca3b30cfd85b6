import type { Session } from '../core/session.ts';
import { largestOfMost } from './largestOfMost.ts';

interface UnreadBytesOptions {
  readonly maxBytes: number;
  /** Whose share a connection counts in. */
  readonly groupOf: (session: Session) => string;
}

/**
 * Bounds what has come from members who are read more slowly than they send, all together: past the total the one of whom
 * most waits has to go, of the group of which most does.
 */
export class UnreadBytes {
  readonly #options: UnreadBytesOptions;
  readonly #held = new Map<Session, number>();
  #bytes = 0;

  constructor(options: UnreadBytesOptions) {
    this.#options = options;
  }

  /** Somebody has to wait before more is read of them. @returns who has to go for it, if anybody */
  note(session: Session): Session | undefined {
    this.#set(session, session.wire.heldBytes);
    if (this.#bytes <= this.#options.maxBytes) return undefined;
    // Of most of them something has been read meanwhile.
    for (const one of [...this.#held.keys()]) this.#set(one, one.wire.isPaused ? one.wire.heldBytes : 0);
    return this.#bytes > this.#options.maxBytes ? this.#largest() : undefined;
  }

  remove(session: Session): void {
    this.#set(session, 0);
  }

  #set(session: Session, bytes: number): void {
    this.#bytes += bytes - (this.#held.get(session) ?? 0);
    if (bytes > 0) this.#held.set(session, bytes);
    else this.#held.delete(session);
  }

  #largest(): Session | undefined {
    const largest = largestOfMost(this.#held, {
      bytesOf: ([, bytes]) => bytes,
      groupOf: ([session]) => this.#options.groupOf(session),
    });
    return largest?.[0];
  }
}
