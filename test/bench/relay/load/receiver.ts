import { arena, headroom, view } from './arena.ts';
import { Layout } from './layout.ts';
import { payloadPattern } from './payload.ts';
import type { Tally } from './tally.ts';

const tagSign = 0x40;
const space = 0x20;
const lineFeed = 0x0a;
const firstDigit = 0x30;

const message = new RegExp(`^(?:@\\S+ )?(:s(\\d)x!\\S+ PRIVMSG \\S+ :?)${payloadPattern}\\r$`);
const anyMessage = /^(?:@\S+ )?:s\dx!\S+ PRIVMSG /;

/**
 * Reads what one member gets. Lines of senders are checked where they lie, without making strings of them; all other
 * lines are rare and go to `onLine`.
 */
export class Receiver {
  /** By sender: the number that must come next. */
  readonly expected: Int32Array;
  readonly #tally: Tally;
  readonly #onLine: (line: string) => void;
  #tagBytes = 0;
  #rest: Buffer | undefined;

  constructor(tally: Tally, onLine: (line: string) => void) {
    this.#tally = tally;
    this.#onLine = onLine;
    this.expected = new Int32Array(tally.senders);
  }

  /** @param count bytes that now lie in the arena behind its headroom */
  read(count: number): void {
    const end = headroom + count;
    let at = headroom;
    if (this.#rest !== undefined) {
      at -= this.#rest.length;
      if (at < 0) throw new Error('a line is longer than any server may send');
      arena.set(this.#rest, at);
      this.#rest = undefined;
    }
    while (at < end) {
      const length = this.#takeMessage(at, end) || this.#takeLine(at, end);
      if (length === 0) break;
      at += length;
    }
    if (at < end) this.#rest = Buffer.from(arena.subarray(at, end));
  }

  /** @returns how long the message at `at` is; 0 when there is none, it is not whole, or not known yet */
  #takeMessage(at: number, end: number): number {
    const start = view.getUint8(at) === tagSign ? this.#endOfTags(at, end) : at;
    if (start + 3 > end) return 0;
    const layout = this.#tally.layouts[view.getUint8(start + 2) - firstDigit];
    if (layout === undefined || start + layout.lineBytes > end || !layout.isAt(start)) return 0;
    this.#count(layout.sender, layout.numberAt(start));
    return start + layout.lineBytes - at;
  }

  /** Where the tags end, their space included: mostly where they ended the last time. */
  #endOfTags(at: number, end: number): number {
    const guess = at + this.#tagBytes;
    if (guess < end && view.getUint8(guess) === 0x3a && view.getUint8(guess - 1) === space) return guess;
    let found = at;
    while (found < end && view.getUint8(found) !== space) found++;
    this.#tagBytes = found + 1 - at;
    return found + 1;
  }

  #count(sender: number, number: number): void {
    const expected = this.expected[sender] ?? 0;
    this.expected[sender] = number + 1;
    if (number === expected) this.#tally.delivered(sender, number);
    else this.#tally.misplaced(number - expected);
  }

  /** Any other line. @returns its length, or 0 when its end has not come */
  #takeLine(at: number, end: number): number {
    const found = arena.indexOf(lineFeed, at);
    if (found === -1 || found >= end) return 0;
    const line = arena.toString('latin1', at, found);
    const [, prefix, sender] = message.exec(line) ?? [];
    if (prefix !== undefined && this.#tally.layouts[Number(sender)] === undefined) {
      this.#tally.layouts[Number(sender)] = new Layout(Number(sender), prefix);
      return this.#takeMessage(at, end);
    }
    if (anyMessage.test(line)) this.#tally.damaged(line);
    else this.#onLine(line.trimEnd());
    return found + 1 - at;
  }
}
