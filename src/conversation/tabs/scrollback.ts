import type { Line, LineChange } from '../../chat/line.ts';

/** Lines of one room or private chat that are kept. */
export const maxKeptLines = 100_000;
/** Characters of text kept of them: long pastes may not hold the memory of a hundred thousand lines. */
export const maxKeptCharacters = 8_000_000;

/** A line that is to be put among others. */
export interface Insert {
  readonly line: Line;
  /** The place, counted from 0 among the lines that are there, of the one that it goes before. */
  readonly at: number;
}

/** The lines of one tab, the newest kept within the two bounds. */
export class Scrollback {
  #lines: Line[] = [];
  /** Where a line stands, counted from the first that ever was added; what was put before that counts below 0. */
  readonly #places = new Map<string, number>();
  #first = 0;
  #characters = 0;

  /** Oldest first. */
  get lines(): readonly Line[] {
    return this.#lines;
  }

  find(id: string): Line | undefined {
    return this.#lines[this.indexOf(id)];
  }

  /** Where a line stands, counted from 0; -1 when it is not here. */
  indexOf(id: string): number {
    const place = this.#places.get(id);
    return place === undefined ? -1 : place - this.#first;
  }

  /** At most `count` lines before the one named, oldest first; none when it is not here. */
  before(id: string, count: number): readonly Line[] {
    const end = Math.max(0, this.indexOf(id));
    return this.#lines.slice(Math.max(0, end - count), end);
  }

  add(line: Line): void {
    this.#places.set(line.id, this.#first + this.#lines.length);
    this.#lines.push(line);
    this.#characters += line.text.length;
    if (this.#lines.length > maxKeptLines || this.#characters > maxKeptCharacters) this.#dropOldest();
  }

  /** Puts older lines before all others, as many as there is room for. @returns those it took, oldest first */
  prepend(lines: readonly Line[]): readonly Line[] {
    let from = lines.length;
    let characters = this.#characters;
    while (from > 0 && this.#lines.length + lines.length - from < maxKeptLines) {
      characters += lines[from - 1]?.text.length ?? 0;
      if (characters > maxKeptCharacters) break;
      this.#characters = characters;
      from -= 1;
    }
    const taken = lines.slice(from);
    this.#first -= taken.length;
    taken.forEach((line, index) => this.#places.set(line.id, this.#first + index));
    this.#lines = [...taken, ...this.#lines];
    return taken;
  }

  /** Puts lines among those that are here. @param inserts in the order of their places */
  insert(inserts: readonly Insert[]): void {
    if (inserts.length === 0) return;
    const lines: Line[] = [];
    let from = 0;
    for (const { line, at } of inserts) {
      for (const between of this.#lines.slice(from, at)) lines.push(between);
      lines.push(line);
      this.#characters += line.text.length;
      from = at;
    }
    this.#lines = lines.concat(this.#lines.slice(from));
    this.#lines.forEach((line, index) => this.#places.set(line.id, this.#first + index));
    if (this.#lines.length > maxKeptLines || this.#characters > maxKeptCharacters) this.#dropOldest();
  }

  /** Changes a message; false when it is no longer kept. */
  change(id: string, change: LineChange): boolean {
    const line = this.find(id);
    if (line?.kind !== 'message') return false;
    const changed = { ...line, ...change };
    this.#lines[this.indexOf(id)] = changed;
    this.#characters += changed.text.length - line.text.length;
    return true;
  }

  clear(): void {
    this.#lines = [];
    this.#places.clear();
    this.#characters = 0;
  }

  /** Lets go of a tenth at a time, so that a full log does not move all its lines for each new one. */
  #dropOldest(): void {
    const least = Math.max(1, Math.min(maxKeptLines / 10, this.#lines.length - 1));
    let count = 0;
    while (count < this.#lines.length - 1 && (count < least || this.#characters > maxKeptCharacters)) {
      const line = this.#lines[count];
      this.#characters -= line?.text.length ?? 0;
      this.#places.delete(line?.id ?? '');
      count += 1;
    }
    this.#lines = this.#lines.slice(count);
    this.#first += count;
  }
}
