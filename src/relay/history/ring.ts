import { type Entry, sizeOf } from './entry.ts';

export interface RingLimits {
  readonly entries: number;
  /** By `sizeOf`; the newest entry stays even if it alone is bigger. */
  readonly bytes: number;
}

/** What several rings take together, by `sizeOf`; each of them keeps it up to date. */
export interface Total {
  bytes: number;
}

/** The last entries of one room or talk, in the order they came, within a count and a size. */
export class HistoryRing {
  readonly #limits: RingLimits;
  readonly #total: Total;
  /** A circle of `limits.entries` places once it is full. */
  readonly #places: (Entry | undefined)[] = [];
  #first = 0;
  #size = 0;
  #bytes = 0;

  constructor(limits: RingLimits, total: Total = { bytes: 0 }) {
    this.#limits = limits;
    this.#total = total;
  }

  get size(): number {
    return this.#size;
  }

  /** What all entries take, by `sizeOf`. */
  get bytes(): number {
    return this.#bytes;
  }

  add(entry: Entry): void {
    const { entries, bytes } = this.#limits;
    if (entries === 0) return;
    if (this.#size === entries) this.dropOldest();
    this.#places[(this.#first + this.#size) % entries] = entry;
    this.#size++;
    this.#count(sizeOf(entry));
    while (this.#bytes > bytes && this.#size > 1) this.dropOldest();
  }

  dropOldest(): void {
    const oldest = this.#places[this.#first];
    if (oldest === undefined) return;
    this.#places[this.#first] = undefined;
    this.#first = (this.#first + 1) % this.#limits.entries;
    this.#size--;
    this.#count(-sizeOf(oldest));
  }

  clear(): void {
    while (this.#size > 0) this.dropOldest();
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

  /** Puts another entry in the place of one. */
  replace(index: number, entry: Entry): void {
    const old = this.at(index);
    if (old === undefined) return;
    this.#places[this.#placeOf(index)] = entry;
    this.#count(sizeOf(entry) - sizeOf(old));
  }

  #placeOf(index: number): number {
    return (this.#first + index) % this.#limits.entries;
  }

  #count(bytes: number): void {
    this.#bytes += bytes;
    this.#total.bytes += bytes;
  }
}
