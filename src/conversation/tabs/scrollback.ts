import type { Line, LineChange } from '../../chat/line.ts';
import { connectionBudget } from '../../common/connectionBudget.ts';
import { keptBytes } from '../../common/keptBytes.ts';

/** Lines of one room or private chat that are kept. */
export const maxKeptLines = 80_000;
/** Bytes that they may take, with all that they show: one tab may use up what its connection may keep. */
export const maxKeptBytes = connectionBudget.conversation;

/** Roughly what it takes to find a line again by its id. */
const placeBytes = 64;

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
  #bytes = 0;
  /** Is told the id of each line that goes to make room. */
  dropped: (id: string) => void = () => undefined;

  /** Bytes that the lines take. */
  get bytes(): number {
    return this.#bytes;
  }

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
    this.#bytes += bytesOf(line);
    this.#dropSurplus();
  }

  /** Puts older lines before all others, as many as there is room for. @returns those it took, oldest first */
  prepend(lines: readonly Line[]): readonly Line[] {
    let from = lines.length;
    let bytes = this.#bytes;
    while (from > 0 && this.#lines.length + lines.length - from < maxKeptLines) {
      bytes += bytesOf(lines[from - 1]);
      if (bytes > maxKeptBytes) break;
      this.#bytes = bytes;
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
    const [firstInsert] = inserts;
    if (firstInsert === undefined) return;
    const lines = this.#lines.slice(0, firstInsert.at);
    let from = firstInsert.at;
    for (const { line, at } of inserts) {
      for (const between of this.#lines.slice(from, at)) lines.push(between);
      lines.push(line);
      this.#bytes += bytesOf(line);
      from = at;
    }
    this.#lines = lines.concat(this.#lines.slice(from));
    for (let index = firstInsert.at; index < this.#lines.length; index++)
      this.#places.set(this.#lines[index]?.id ?? '', this.#first + index);
    this.#dropSurplus();
  }

  /** Moves a line. @param to the place, counted from 0 among the lines that are there, of the one that it goes before */
  move(id: string, to: number): void {
    const from = this.indexOf(id);
    const [line] = this.#lines.splice(from, 1);
    if (line === undefined) return;
    this.#lines.splice(to > from ? to - 1 : to, 0, line);
    for (
      let index = Math.min(from, to);
      index <= Math.min(Math.max(from, to), this.#lines.length - 1);
      index++
    )
      this.#places.set(this.#lines[index]?.id ?? '', this.#first + index);
  }

  /** Changes a message; false when it is no longer kept. */
  change(id: string, change: LineChange): boolean {
    const line = this.find(id);
    if (line?.kind !== 'message') return false;
    const changed = { ...line, ...change };
    this.#lines[this.indexOf(id)] = changed;
    this.#bytes += bytesOf(changed) - bytesOf(line);
    return true;
  }

  /** Takes a line out. @returns whether it was here */
  remove(id: string): boolean {
    const at = this.indexOf(id);
    const [line] = at < 0 ? [] : this.#lines.splice(at, 1);
    if (line === undefined) return false;
    this.#bytes -= bytesOf(line);
    this.#places.delete(id);
    this.dropped(id);
    for (let index = at; index < this.#lines.length; index++)
      this.#places.set(this.#lines[index]?.id ?? '', this.#first + index);
    return true;
  }

  clear(): void {
    this.#lines = [];
    this.#places.clear();
    this.#bytes = 0;
  }

  /** Drops the oldest lines until that has freed so many bytes, or none are left. */
  free(bytes: number): void {
    const goal = this.#bytes - bytes;
    this.#dropWhile(() => this.#bytes > goal);
  }

  /** A tenth at a time, so that a full log does not move all its lines for each new one. The newest stays. */
  #dropSurplus(): void {
    if (this.#lines.length <= maxKeptLines && this.#bytes <= maxKeptBytes) return;
    const { length } = this.#lines;
    const isSurplus = (left: number): boolean =>
      left > 0.9 * maxKeptLines || this.#bytes > 0.9 * maxKeptBytes;
    this.#dropWhile(count => length - count > 1 && isSurplus(length - count));
  }

  #dropWhile(goesOn: (count: number) => boolean): void {
    let count = 0;
    while (count < this.#lines.length && goesOn(count)) {
      const line = this.#lines[count];
      this.#bytes -= bytesOf(line);
      this.#places.delete(line?.id ?? '');
      this.dropped(line?.id ?? '');
      count += 1;
    }
    this.#lines = this.#lines.slice(count);
    this.#first += count;
  }
}

function bytesOf(line: Line | undefined): number {
  return line === undefined ? 0 : placeBytes + keptBytes(line);
}
