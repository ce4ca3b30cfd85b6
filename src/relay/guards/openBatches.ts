import type { OpenBatch } from '../core/openBatch.ts';
import type { Session } from '../core/session.ts';
import { largestOfMost } from './largestOfMost.ts';

interface OpenBatchesOptions {
  readonly maxBytes: number;
  /** Whose share a connection counts in. */
  readonly groupOf: (session: Session) => string;
}

/**
 * All multiline messages that are still open. Each has its own bound and may stay open for ever, so all together have a
 * total: past it the largest message of the group that holds most is refused.
 */
export class OpenBatches {
  readonly #options: OpenBatchesOptions;
  readonly #open = new Map<OpenBatch, Session>();
  /** Of those that are open, as they have been counted. */
  readonly #counted = new Map<OpenBatch, number>();
  #bytes = 0;

  constructor(options: OpenBatchesOptions) {
    this.#options = options;
  }

  add(batch: OpenBatch, session: Session): void {
    this.#open.set(batch, session);
    this.count(batch);
    const ended = session.onEnd(() => {
      ended.dispose();
      this.remove(batch);
    });
  }

  /** It has become longer. */
  count(batch: OpenBatch): void {
    if (!this.#open.has(batch)) return;
    this.#bytes += batch.heldBytes - (this.#counted.get(batch) ?? 0);
    this.#counted.set(batch, batch.heldBytes);
  }

  /** It has been said, or was refused; a second time is nothing. */
  remove(batch: OpenBatch): void {
    this.#open.delete(batch);
    this.#bytes -= this.#counted.get(batch) ?? 0;
    this.#counted.delete(batch);
  }

  /** Who has to give way now that something has been added, if anybody. */
  get tooLarge(): { readonly batch: OpenBatch; readonly session: Session } | undefined {
    if (this.#bytes <= this.#options.maxBytes) return undefined;
    const largest = largestOfMost(this.#open, {
      bytesOf: ([{ heldBytes }]) => heldBytes,
      groupOf: ([, session]) => this.#options.groupOf(session),
    });
    return largest && { batch: largest[0], session: largest[1] };
  }
}
