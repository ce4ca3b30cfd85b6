import { BoundedMap } from '../../common/boundedMap.ts';
import { maxOutboxBytes, maxOutboxMessages } from '../limits.ts';
import type { OutboxEntry } from './entry.ts';
import type { FoundUnit } from './flights.ts';

/** The messages of an outbox, in order, within their bounds; and those that are not confirmed, without their texts. */
export class OutboxEntries {
  readonly #waiting = new Map<string, OutboxEntry>();
  readonly #unconfirmed = new BoundedMap<string, OutboxEntry>(maxOutboxMessages);
  #bytes = 0;

  /** Those that are still on their way, the oldest first. */
  get waiting(): readonly OutboxEntry[] {
    return [...this.#waiting.values()];
  }

  isWaiting({ id }: OutboxEntry): boolean {
    return this.#waiting.has(id);
  }

  hasSpaceFor(bytes: number): boolean {
    return this.#waiting.size < maxOutboxMessages && this.#bytes + bytes <= maxOutboxBytes;
  }

  add(entry: OutboxEntry): void {
    this.#waiting.set(entry.id, entry);
    this.#bytes += entry.bytes;
  }

  /** @returns whether it was there */
  remove(entry: OutboxEntry): boolean {
    const isUnconfirmed = this.#unconfirmed.delete(entry.id);
    const isWaiting = this.#waiting.delete(entry.id);
    if (isWaiting) this.#bytes -= entry.bytes;
    return isWaiting || isUnconfirmed;
  }

  /** It is not sent again, but may come back. */
  keepUnconfirmed(entry: OutboxEntry): void {
    const units = entry.units.map(named => ({ ...named, unit: [] }));
    this.#unconfirmed.set(entry.id, { ...entry, text: '', units });
  }

  /** @param id that a unit has on the wire */
  find(id: string): FoundUnit | undefined {
    for (const entry of [...this.#waiting.values(), ...this.#unconfirmed.values()]) {
      const named = entry.units.find(({ wireId }) => wireId === id);
      if (named !== undefined && entry.cuts >= 0) return { entry, named };
    }
    return undefined;
  }
}
