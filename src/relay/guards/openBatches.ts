import type { OpenBatch } from '../core/openBatch.ts';
import type { Session } from '../core/session.ts';

interface OpenBatchesOptions {
  readonly maxBytes: number;
  /** Whose share a connection counts in. */
  readonly groupOf: (session: Session) => string;
}

/**
 * All multiline messages that are not said yet. Past a total the largest is to be refused of the group that holds most:
 * each may be as long as any other, and never end.
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
    const groups = Map.groupBy(this.#open, ([, session]) => this.#options.groupOf(session));
    const sums = Array.from(groups.values(), members => ({ members, bytes: sumOf(members) }));
    const most = sums.reduce((one, other) => (other.bytes > one.bytes ? other : one));
    const [batch, session] = most.members.reduce((one, other) =>
      other[0].heldBytes > one[0].heldBytes ? other : one,
    );
    return { batch, session };
  }
}

function sumOf(members: readonly (readonly [OpenBatch, Session])[]): number {
  return members.reduce((sum, [{ heldBytes }]) => sum + heldBytes, 0);
}
