import { foldCase } from '../../irc/names.ts';
import type { Limits } from '../core/limits.ts';
import type { LogRecord } from './logRecord.ts';
import type { SavedEvent } from './relayStore.ts';
import type { Reading } from './retainedState.ts';

interface Entry {
  readonly bytes: number;
  readonly place: number;
  /** Not there when only the places were asked for. */
  readonly event: SavedEvent | undefined;
  /** The target now, when it is not the one in the record. */
  readonly renamed?: string;
}

/** What is kept of one channel or private talk: by msgid, the oldest first. */
interface Target {
  readonly entries: Map<string, Entry>;
  bytes: number;
}

export type RetainedLimits = Pick<Limits, 'savedEventsPerTarget' | 'savedEvents' | 'savedEventBytes'>;

/**
 * What is left of the history when the records of a log are read one after the other: of each target the newest. When
 * it is too much in all, the targets with most give some, so that one that talks much pushes out nothing of others'.
 */
export class RetainedEvents {
  /** The records that count, by place, each with the target that has replaced the one in it. */
  readonly places = new Map<number, string | undefined>();
  readonly #limits: RetainedLimits;
  readonly #targets = new Map<string, Target>();
  #count = 0;
  #bytes = 0;

  constructor(limits: RetainedLimits) {
    this.#limits = limits;
  }

  /** Of all records that count. */
  get bytes(): number {
    return this.#bytes;
  }

  /** In the order of their coming. */
  get events(): SavedEvent[] {
    const entries = [...this.#targets.values()].flatMap(target => [...target.entries.values()]);
    entries.sort((one, other) => one.place - other.place);
    const events: SavedEvent[] = [];
    for (const { event, renamed } of entries)
      if (event !== undefined) events.push(renamed === undefined ? event : { ...event, target: renamed });
    return events;
  }

  /** Takes the next record; those of the state mean nothing here. */
  apply(record: LogRecord, { bytes, place, keepsValue }: Reading): void {
    switch (record.type) {
      case 'event':
        this.#add(record.event, { bytes, place, event: keepsValue ? record.event : undefined });
        break;
      case 'redact':
        this.#drop(foldCase(record.target), record.msgid);
        break;
      case 'rename':
        this.#rename(record.from, record.to);
        break;
      case 'forget':
        this.#forget(foldCase(record.target));
        break;
      case 'put':
      case 'remove':
    }
  }

  #add({ target, msgid }: SavedEvent, entry: Entry): void {
    const key = foldCase(target);
    this.#put(key, msgid, entry);
    this.#shorten(key, this.#limits.savedEventsPerTarget);
    this.#shrink();
  }

  #put(key: string, msgid: string, entry: Entry): void {
    this.#drop(key, msgid);
    const target = this.#targets.get(key) ?? { entries: new Map<string, Entry>(), bytes: 0 };
    this.#targets.set(key, target);
    target.entries.set(msgid, entry);
    this.places.set(entry.place, entry.renamed);
    target.bytes += entry.bytes;
    this.#count += 1;
    this.#bytes += entry.bytes;
  }

  #drop(key: string, msgid: string): void {
    const target = this.#targets.get(key);
    const entry = target?.entries.get(msgid);
    if (entry === undefined || target === undefined) return;
    target.entries.delete(msgid);
    this.places.delete(entry.place);
    target.bytes -= entry.bytes;
    if (target.entries.size === 0) this.#targets.delete(key);
    this.#count -= 1;
    this.#bytes -= entry.bytes;
  }

  /** Drops the oldest of a target until so many are left. */
  #shorten(key: string, count: number): void {
    const entries = this.#targets.get(key)?.entries;
    for (const msgid of entries?.keys() ?? []) {
      if ((entries?.size ?? 0) <= count) return;
      this.#drop(key, msgid);
    }
  }

  /** The target with most gives a quarter of it, so that a full log does not look for the largest at every record. */
  #shrink(): void {
    const { savedEvents, savedEventBytes } = this.#limits;
    while (this.#count > savedEvents || this.#bytes > savedEventBytes) {
      const sizeOf = ({ entries, bytes }: Target): number =>
        this.#count > savedEvents ? entries.size : bytes;
      let largest: readonly [string, Target] | undefined;
      for (const one of this.#targets)
        if (largest === undefined || sizeOf(one[1]) > sizeOf(largest[1])) largest = one;
      if (largest === undefined) return;
      this.#shorten(largest[0], Math.floor((largest[1].entries.size * 3) / 4));
    }
  }

  #rename(from: string, to: string): void {
    const entries = this.#targets.get(foldCase(from))?.entries;
    if (entries === undefined) return;
    const moved = [...entries];
    this.#forget(foldCase(from));
    for (const [msgid, entry] of moved) this.#put(foldCase(to), msgid, { ...entry, renamed: to });
    this.#shorten(foldCase(to), this.#limits.savedEventsPerTarget);
  }

  #forget(key: string): void {
    for (const msgid of [...(this.#targets.get(key)?.entries.keys() ?? [])]) this.#drop(key, msgid);
  }
}
