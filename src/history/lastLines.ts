import type { MessageLine } from '../chat/line.ts';

/** The last so many lines of a conversation. */
export class LastLines {
  readonly #count: number;
  readonly #lines: MessageLine[];
  /** So many at the front are of an earlier time, maybe by another clock: nothing comes before or between them. */
  #earlier: number;

  /**
   * @param count how many are kept: 0 to 1000
   * @param initial what was said before, the oldest first; more than `count` may be given
   */
  constructor(count: number, initial: readonly MessageLine[] = []) {
    if (!Number.isInteger(count) || count < 0 || count > 1000) throw new RangeError('not 0 to 1000 lines');
    this.#count = count;
    this.#lines = count === 0 ? [] : initial.slice(-count);
    this.#earlier = this.#lines.length;
  }

  /** The oldest first. */
  get lines(): readonly MessageLine[] {
    return [...this.#lines];
  }

  /** Takes a line in by its time. One that is there already is replaced: our own get the server's time. */
  add(line: MessageLine): void {
    this.remove(line.id);
    const before = this.#lines.findLastIndex(({ at }, index) => index < this.#earlier || at <= line.at);
    this.#lines.splice(before + 1, 0, line);
    const [oldest] = this.#lines;
    if (this.#lines.length > this.#count && oldest !== undefined) this.remove(oldest.id);
  }

  /** Forgets a line. @returns whether it was among them */
  remove(id: string): boolean {
    const at = this.#lines.findIndex(line => line.id === id);
    if (at >= 0) this.#lines.splice(at, 1);
    if (at >= 0 && at < this.#earlier) this.#earlier--;
    return at >= 0;
  }
}
