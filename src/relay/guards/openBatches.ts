import type { Disposable } from '../../common/dispose.ts';
import type { OpenBatch } from '../core/openBatch.ts';
import type { Session } from '../core/session.ts';
import { largestOfMost } from './largestOfMost.ts';

interface OpenBatchesOptions {
  readonly maxBytes: number;
  /** Whose share a connection counts in. */
  readonly groupOf: (session: Session) => string;
}

interface Entry {
  readonly session: Session;
  readonly untilEnd: Disposable;
  /** As many of its bytes as have been counted. */
  bytes: number;
}

/**
 * All multiline messages that are still open. Each has its own bound and may stay open for ever, so all together have a
 * total: past it the largest message of the group that holds most is refused.
 */
export class OpenBatches {
  readonly #options: OpenBatchesOptions;
  readonly #open = new Map<OpenBatch, Entry>();
  #bytes = 0;

  constructor(options: OpenBatchesOptions) {
    this.#options = options;
  }

  add(batch: OpenBatch, session: Session): void {
    const untilEnd = session.onEnd(() => this.remove(batch));
    this.#open.set(batch, { session, untilEnd, bytes: 0 });
    this.count(batch);
  }

  /** It has become longer. */
  count(batch: OpenBatch): void {
    const entry = this.#open.get(batch);
    if (entry === undefined) return;
    this.#bytes += batch.heldBytes - entry.bytes;
    entry.bytes = batch.heldBytes;
  }

  /** It has been said, or was refused; a second time is nothing. */
  remove(batch: OpenBatch): void {
    const entry = this.#open.get(batch);
    if (entry === undefined) return;
    this.#open.delete(batch);
    this.#bytes -= entry.bytes;
    entry.untilEnd.dispose();
  }

  /** Who has to give way now that something has been added, if anybody. */
  get tooLarge(): { readonly batch: OpenBatch; readonly session: Session } | undefined {
    if (this.#bytes <= this.#options.maxBytes) return undefined;
    const [largest] = largestOfMost(this.#open, {
      bytesOf: ([, { bytes }]) => bytes,
      groupOf: ([, { session }]) => this.#options.groupOf(session),
    });
    return largest && { batch: largest[0], session: largest[1].session };
  }
}
