import { foldCase } from '../../irc/names.ts';
import type { Limits } from '../core/limits.ts';
import type { HistoryRecord } from './historyRecord.ts';
import type { SavedEvent } from './relayStore.ts';

interface Entry {
  event: SavedEvent;
  readonly bytes: number;
  isGone: boolean;
}

export type RetainedLimits = Pick<Limits, 'savedEventsPerTarget' | 'savedEvents' | 'savedEventBytes'>;

/** What is left of a log of history when its records are read one after the other: of each target the newest. */
export class RetainedEvents {
  readonly #limits: RetainedLimits;
  readonly #targets = new Map<string, Map<string, Entry>>();
  /** All in the order of their coming, those that are gone among them; before `#oldest` all are gone. */
  #order: Entry[] = [];
  #oldest = 0;
  #count = 0;
  #bytes = 0;

  constructor(limits: RetainedLimits) {
    this.#limits = limits;
  }

  /** In the order of their coming. */
  get events(): SavedEvent[] {
    return this.#order.filter(entry => !entry.isGone).map(entry => entry.event);
  }

  /** Takes the next record. @param bytes its size in the file */
  apply(record: HistoryRecord, bytes: number): void {
    switch (record.type) {
      case 'event':
        this.#add({ event: record.event, bytes, isGone: false });
        break;
      case 'redact':
        this.#drop(this.#targets.get(foldCase(record.target)), record.msgid);
        break;
      case 'rename':
        this.#rename(record.from, record.to);
        break;
      case 'forget':
        this.#forget(foldCase(record.target));
        break;
    }
  }

  #add(entry: Entry): void {
    const key = foldCase(entry.event.target);
    const target = this.#targets.get(key) ?? new Map<string, Entry>();
    this.#drop(target, entry.event.msgid);
    // Only now: a target that becomes empty is forgotten.
    this.#targets.set(key, target);
    target.set(entry.event.msgid, entry);
    this.#order.push(entry);
    this.#count += 1;
    this.#bytes += entry.bytes;
    this.#shorten(target);
    const { savedEvents, savedEventBytes } = this.#limits;
    while (this.#count > savedEvents || this.#bytes > savedEventBytes) this.#dropOldest();
    this.#tidy();
  }

  #shorten(target: Map<string, Entry>): void {
    for (const msgid of target.keys()) {
      if (target.size <= this.#limits.savedEventsPerTarget) return;
      this.#drop(target, msgid);
    }
  }

  #drop(target: Map<string, Entry> | undefined, msgid: string): void {
    const entry = target?.get(msgid);
    if (entry === undefined || target === undefined) return;
    target.delete(msgid);
    if (target.size === 0) this.#targets.delete(foldCase(entry.event.target));
    entry.isGone = true;
    this.#count -= 1;
    this.#bytes -= entry.bytes;
  }

  #dropOldest(): void {
    const entry = this.#order[this.#oldest++];
    if (entry === undefined || entry.isGone) return;
    this.#drop(this.#targets.get(foldCase(entry.event.target)), entry.event.msgid);
  }

  #rename(from: string, to: string): void {
    const source = this.#targets.get(foldCase(from));
    if (source === undefined) return;
    this.#targets.delete(foldCase(from));
    for (const entry of source.values()) entry.event = { ...entry.event, target: to };
    const there = this.#targets.get(foldCase(to)) ?? new Map<string, Entry>();
    for (const msgid of source.keys()) this.#drop(there, msgid);
    const both = new Map([...there, ...source]);
    this.#targets.set(foldCase(to), both);
    this.#shorten(both);
  }

  #forget(key: string): void {
    const target = this.#targets.get(key);
    for (const msgid of [...(target?.keys() ?? [])]) this.#drop(target, msgid);
  }

  /** Once half of the order is gone, it is made anew: what is dropped costs nothing in the long run. */
  #tidy(): void {
    if (this.#order.length <= 2 * this.#count + 1000) return;
    this.#order = this.#order.filter(entry => !entry.isGone);
    this.#oldest = 0;
  }
}
