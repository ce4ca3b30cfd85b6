import type { Delivery } from '../chat/event.ts';
import type { Line } from '../chat/line.ts';

/** Lines that are kept, and so what a page that comes back can show. */
export const maxKeptLines = 2_000;
/** Characters of text kept in all: a few long pastes may not hold the memory of thousands of lines. */
export const maxKeptCharacters = 2_000_000;

/** The lines of one conversation, the newest kept within the two bounds. */
export class Scrollback {
  #lines: Line[] = [];
  #characters = 0;
  #dropped = 0;

  get lines(): readonly Line[] {
    return this.#lines;
  }

  /** Lines that were kept once and are no more. */
  get dropped(): number {
    return this.#dropped;
  }

  add(line: Line): void {
    this.#lines.push(line);
    this.#characters += line.text.length;
    if (this.#lines.length > maxKeptLines || this.#characters > maxKeptCharacters) this.#dropOldest();
  }

  /** Changes how far a message has come; false when it is no longer kept. */
  setDelivery(id: string, delivery: Delivery): boolean {
    const index = this.#lines.findLastIndex(line => line.id === id);
    const line = this.#lines[index];
    if (line?.kind !== 'message') return false;
    this.#lines[index] = { ...line, delivery };
    return true;
  }

  clear(): void {
    this.#lines = [];
    this.#characters = 0;
    this.#dropped = 0;
  }

  /** Lets go of a tenth at a time, so that a full log does not move all its lines for each new one. */
  #dropOldest(): void {
    const least = Math.max(1, Math.min(maxKeptLines / 10, this.#lines.length - 1));
    let count = 0;
    while (count < this.#lines.length - 1 && (count < least || this.#characters > maxKeptCharacters)) {
      this.#characters -= this.#lines[count]?.text.length ?? 0;
      count += 1;
    }
    this.#lines = this.#lines.slice(count);
    this.#dropped += count;
  }
}
