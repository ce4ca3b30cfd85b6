import { BoundedMap } from '../../common/boundedMap.ts';
import { isWord } from '../../irc/names.ts';
import { maxOutboxBytes, maxOutboxMessages, maxSayBytes } from '../limits.ts';
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

  /** @returns why it is not taken, in a word; undefined when it is */
  add(entry: OutboxEntry): string | undefined {
    const { id, target, bytes } = entry;
    if (!isWord(target)) return 'badTarget';
    if (bytes > maxSayBytes) return 'tooLong';
    if (this.#waiting.size >= maxOutboxMessages || this.#bytes + bytes > maxOutboxBytes) return 'outboxFull';
    this.#waiting.set(id, entry);
    this.#bytes += bytes;
    return undefined;
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
