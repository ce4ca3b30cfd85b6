import { foldCase } from '../../irc/names.ts';
import { erased, erasedEvent } from './erased.ts';
import type { Limits } from '../core/limits.ts';
import type { LogRecord } from './logRecord.ts';
import type { SavedEvent } from './relayStore.ts';

interface Entry {
  readonly event: SavedEvent;
  /** In the log. */
  readonly bytes: number;
  /** Grows with each entry that comes. */
  readonly order: number;
}

/** What is kept of one channel or private talk: by msgid, the oldest first. */
interface Target {
  readonly entries: Map<string, Entry>;
  bytes: number;
}

type RetainedLimits = Pick<Limits, 'savedEventsPerTarget' | 'savedEvents' | 'savedEventBytes'>;

export interface RetainedOptions {
  readonly limits: RetainedLimits;
  /** Milliseconds since 1970: what is older is not kept. */
  readonly keptSince: number;
}

/**
 * What is left of the history when the records of a log are read one after the other: of each target the newest. When
 * it is too much in all, the targets with most give some, so that one that talks much pushes out nothing of others'.
 */
export class RetainedEvents {
  /** By folded target, the time of the newest message that is too old or for which there was no room. */
  readonly droppedUntil = new Map<string, number>();
  readonly #options: RetainedOptions;
  readonly #targets = new Map<string, Target>();
  #count = 0;
  #bytes = 0;
  #order = 0;

  constructor(options: RetainedOptions) {
    this.#options = options;
  }

  /** In the order of their coming. */
  get events(): SavedEvent[] {
    const entries = [...this.#targets.values()].flatMap(target => [...target.entries.values()]);
    return entries.sort((one, other) => one.order - other.order).map(({ event }) => event);
  }

  /** Takes the next record; those of the state mean nothing here. @param bytes that it has in the log */
  apply(record: LogRecord, bytes: number): void {
    switch (record.type) {
      case 'event':
        this.#add(record.event, bytes);
        break;
      case 'redact':
        this.#erase(foldCase(record.target), record.msgid);
        break;
      case 'rename':
        this.#rename(record.from, record.to);
        break;
      case 'forget':
        this.#forget(foldCase(record.target));
        break;
      case 'put':
      case 'remove':
      case 'end':
      case 'broken':
    }
  }

  #add(event: SavedEvent, bytes: number): void {
    const key = foldCase(event.target);
    if (event.time < this.#options.keptSince) {
      this.#remove(key, event.msgid);
      this.#dropped(key, event);
      return;
    }
    this.#put(key, event, bytes);
    this.#shorten(key, this.#options.limits.savedEventsPerTarget);
    this.#shrink();
  }

  #put(key: string, event: SavedEvent, bytes: number): void {
    this.#remove(key, event.msgid);
    const target = this.#targets.get(key) ?? { entries: new Map<string, Entry>(), bytes: 0 };
    this.#targets.set(key, target);
    target.entries.set(event.msgid, { event, bytes, order: this.#order++ });
    target.bytes += bytes;
    this.#count += 1;
    this.#bytes += bytes;
  }

  #remove(key: string, msgid: string): void {
    const target = this.#targets.get(key);
    const entry = target?.entries.get(msgid);
    if (entry === undefined || target === undefined) return;
    target.entries.delete(msgid);
    target.bytes -= entry.bytes;
    if (target.entries.size === 0) this.#targets.delete(key);
    this.#count -= 1;
    this.#bytes -= entry.bytes;
  }

  /** Its place stays. */
  #erase(key: string, msgid: string): void {
    const entries = this.#targets.get(key)?.entries;
    const entry = entries?.get(msgid);
    if (entry !== undefined) entries?.set(msgid, { ...entry, event: erasedEvent(entry.event) });
  }

  #dropped(key: string, { time, command }: SavedEvent): void {
    if (command !== erased) this.droppedUntil.set(key, Math.max(time, this.droppedUntil.get(key) ?? 0));
  }

  /** Drops the oldest of a target until so many are left. */
  #shorten(key: string, count: number): void {
    const entries = this.#targets.get(key)?.entries;
    for (const [msgid, { event }] of entries ?? []) {
      if ((entries?.size ?? 0) <= count) return;
      this.#remove(key, msgid);
      this.#dropped(key, event);
    }
  }

  /** The target with most gives a quarter of it, so that a full log does not look for the largest at every record. */
  #shrink(): void {
    const { savedEvents, savedEventBytes } = this.#options.limits;
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
    const [old, key] = [foldCase(from), foldCase(to)];
    const moved = [...(this.#targets.get(old)?.entries.values() ?? [])];
    const time = this.droppedUntil.get(old);
    this.#forget(old);
    for (const { event, bytes } of moved) this.#put(key, { ...event, target: to }, bytes);
    this.#shorten(key, this.#options.limits.savedEventsPerTarget);
    if (time !== undefined) this.droppedUntil.set(key, Math.max(time, this.droppedUntil.get(key) ?? 0));
  }

  /** What was said there is nobody's loss: the room that it was said in is no more. */
  #forget(key: string): void {
    for (const msgid of [...(this.#targets.get(key)?.entries.keys() ?? [])]) this.#remove(key, msgid);
    this.droppedUntil.delete(key);
  }
}
