import type { MessageLine } from '../chat/line.ts';

/** The last so many lines of a conversation. */
export class LastLines {
  readonly #count: number;
  readonly #lines: MessageLine[];

  /**
   * @param count how many are kept: 0 to 1000
   * @param initial what was said before, the oldest first; more than `count` may be given
   */
  constructor(count: number, initial: readonly MessageLine[] = []) {
    if (!Number.isInteger(count) || count < 0 || count > 1000) throw new RangeError('not 0 to 1000 lines');
    this.#count = count;
    this.#lines = count === 0 ? [] : initial.slice(-count);
  }

  /** The oldest first. */
  get lines(): readonly MessageLine[] {
    return [...this.#lines];
  }

  add(line: MessageLine): void {
    this.#lines.push(line);
    if (this.#lines.length > this.#count) this.#lines.shift();
  }

  /** Forgets a line. @returns whether it was among them */
  remove(id: string): boolean {
    const at = this.#lines.findIndex(line => line.id === id);
    if (at >= 0) this.#lines.splice(at, 1);
    return at >= 0;
  }
}
