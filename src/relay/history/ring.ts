import { type Entry, isText, repetitionKey, sizeOf } from './entry.ts';

export interface RingLimits {
  readonly entries: number;
  /** By `sizeOf`; the newest entry stays even if it alone is bigger. */
  readonly bytes: number;
}

/** What several rings take together, by `sizeOf`; each of them keeps it up to date. */
export interface Total {
  bytes: number;
}

export interface RingOptions {
  readonly total?: Total;
  /** What was lost before, in milliseconds since 1970. */
  readonly lostUntil?: number;
  /** Called when more is lost. */
  readonly onLost?: () => void;
}

/**
 * The last entries of one room or talk, in the order they came, within a count and a size. What is done takes half of it
 * at most: however many come, go or change their nick, what was said stays.
 */
export class HistoryRing {
  readonly #limits: RingLimits;
  readonly #total: Total;
  /** A circle of `limits.entries` places once it is full. */
  readonly #places: (Entry | undefined)[] = [];
  /** Those that would be known if they came again. */
  readonly #byKey = new Map<string, Entry>();
  #first = 0;
  #size = 0;
  #bytes = 0;
  /** Of them those that are no texts. */
  #events = 0;
  readonly #onLost: () => void;
  #lostUntil: number;

  constructor(limits: RingLimits, { total, lostUntil, onLost }: RingOptions = {}) {
    this.#limits = limits;
    this.#total = total ?? { bytes: 0 };
    this.#lostUntil = lostUntil ?? 0;
    this.#onLost = onLost ?? (() => undefined);
  }

  get size(): number {
    return this.#size;
  }

  /** What all entries take, by `sizeOf`. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * The time of the newest text that is no longer here, 0 if all of them are: each one after it is. What was taken back
   * is no loss, nor is what was done.
   */
  get lostUntil(): number {
    return this.#lostUntil;
  }

  /** The time of the newest text that was here, whether it still is or not. */
  get saidUntil(): number {
    for (let index = this.#size - 1; index >= 0; index--) {
      const entry = this.at(index);
      if (entry !== undefined && isText(entry)) return Math.max(entry.time, this.#lostUntil);
    }
    return this.#lostUntil;
  }

  add(entry: Entry): void {
    const { entries, bytes } = this.#limits;
    if (entries === 0) {
      if (isText(entry)) this.lose(entry.time);
      return;
    }
    if (this.#size === entries) this.#makeRoom();
    this.#places[(this.#first + this.#size) % entries] = entry;
    this.#size++;
    if (!isText(entry)) this.#events++;
    this.#count(sizeOf(entry));
    this.#note(entry);
    while (this.#bytes > bytes && this.#size > 1) this.#makeRoom();
  }

  /** Drops the oldest of those of which there are too many. */
  #makeRoom(): void {
    if (this.#events * 2 > this.#size) this.#bringEventToFront();
    this.dropOldest();
  }

  /** Moves the oldest that is no text before all that came earlier. */
  #bringEventToFront(): void {
    let index = 0;
    for (let text = this.at(0); text !== undefined && isText(text);) text = this.at(++index);
    const event = this.at(index);
    for (; index > 0; index--) this.#places[this.#placeOf(index)] = this.at(index - 1);
    this.#places[this.#first] = event;
  }

  dropOldest(): void {
    const oldest = this.#places[this.#first];
    if (oldest === undefined) return;
    this.#places[this.#first] = undefined;
    this.#first = (this.#first + 1) % this.#limits.entries;
    this.#size--;
    if (!isText(oldest)) this.#events--;
    this.#count(-sizeOf(oldest));
    const key = repetitionKey(oldest);
    if (key !== undefined && this.#byKey.get(key) === oldest) this.#byKey.delete(key);
    if (isText(oldest)) this.lose(oldest.time);
  }

  clear(): void {
    while (this.#size > 0) this.dropOldest();
  }

  /** Drops what is older than a time. */
  dropBefore(time: number): void {
    while ((this.at(0)?.time ?? Infinity) < time) this.dropOldest();
  }

  /** Something said up to this time is not here. */
  lose(until: number): void {
    if (until <= this.#lostUntil) return;
    this.#lostUntil = until;
    this.#onLost();
  }

  /** The entry at a place, 0 being the oldest. */
  at(index: number): Entry | undefined {
    return index < 0 || index >= this.#size ? undefined : this.#places[this.#placeOf(index)];
  }

  /** Those of this moment, the oldest first. */
  get entries(): Entry[] {
    return Array.from({ length: this.#size }, (_, index) => this.at(index)).filter(
      entry => entry !== undefined,
    );
  }

  /** Where the entry with this id is, -1 when it is not here. */
  indexOf(msgid: string): number {
    for (let index = this.#size - 1; index >= 0; index--) if (this.at(index)?.msgid === msgid) return index;
    return -1;
  }

  /** The entry of which another one with this key is a repetition; see `repetitionKey`. */
  said(key: string): Entry | undefined {
    return this.#byKey.get(key);
  }

  /** Puts another entry in the place of one. */
  replace(index: number, entry: Entry): void {
    const old = this.at(index);
    if (old === undefined) return;
    this.#places[this.#placeOf(index)] = entry;
    this.#events += Number(isText(old)) - Number(isText(entry));
    this.#count(sizeOf(entry) - sizeOf(old));
    this.#note(entry);
  }

  #note(entry: Entry): void {
    const key = repetitionKey(entry);
    if (key !== undefined) this.#byKey.set(key, entry);
  }

  #placeOf(index: number): number {
    return (this.#first + index) % this.#limits.entries;
  }

  #count(bytes: number): void {
    this.#bytes += bytes;
    this.#total.bytes += bytes;
  }
}
