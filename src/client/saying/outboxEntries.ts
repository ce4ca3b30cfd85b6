import { BoundedMap } from '../../common/boundedMap.ts';
import { detach } from '../../irc/detach.ts';
import { isWord } from '../../irc/names.ts';
import { maxNameLength, maxOutboxBytes, maxOutboxMessages, maxSayBytes } from '../limits.ts';
import type { Whole } from '../reading/batches.ts';
import type { NamedUnit, OutboxEntry } from './entry.ts';
import type { FoundUnit } from './flights.ts';
import { idTag } from './wire.ts';

/**
 * The messages of an outbox, in order, within their bounds; those that are not confirmed, without their texts; and the
 * echoes of others of ours, without texts, too: an earlier window's may be resumed after them.
 */
export class OutboxEntries {
  readonly #waiting = new Map<string, OutboxEntry>();
  readonly #unconfirmed = new BoundedMap<string, OutboxEntry>(maxOutboxMessages);
  readonly #unclaimed = new BoundedMap<string, Whole>(maxOutboxMessages);
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

  /** @returns what an echo is of; where that is nothing, it is kept for what may be resumed later */
  claim(echo: Whole): FoundUnit | undefined {
    const id = echo.tags.get(idTag) ?? '';
    for (const entry of [...this.#waiting.values(), ...this.#unconfirmed.values()]) {
      const named = entry.units.find(({ wireId }) => wireId === id);
      if (named !== undefined && entry.cuts >= 0) return { entry, named };
    }
    if (id !== '' && id.length <= maxNameLength) this.#unclaimed.set(detach(id), withoutText(echo));
    return undefined;
  }

  /** What of a message came back before it was here. */
  unclaimed({ units }: OutboxEntry): readonly (readonly [NamedUnit, Whole])[] {
    return units.flatMap(named => {
      const echo = named.isWritten ? this.#unclaimed.get(named.wireId) : undefined;
      return echo === undefined ? [] : [[named, echo] as const];
    });
  }
}

/** What `noteEcho` needs. */
function withoutText({ command, tags, isPast = false }: Whole): Whole {
  const needed = [...tags].filter(([name]) => name === 'msgid' || name === 'time');
  return { command, params: [], isPast, tags: new Map(needed.map(([name, value]) => [name, detach(value)])) };
}
