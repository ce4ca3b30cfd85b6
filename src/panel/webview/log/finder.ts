import type { Line } from '../../../chat/line.ts';
import type { LineStore } from './lineStore.ts';
import { maxSearchLength } from './limits.ts';

/** A line that was found, and its place among all that hold the text, from 1. */
interface Finding {
  readonly line: Line | undefined;
  readonly at: number;
  readonly count: number;
}

/** Matches `text` itself, whatever its case; its places are those in the text as it stands. */
export function patternOf(text: string): RegExp {
  // By Unicode's simple folding, which keeps lengths: a lower-case copy of each line would not.
  return new RegExp(text.slice(0, maxSearchLength).replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'giu');
}

/** Searches all lines held, text and nick. */
export class Finder {
  readonly #store: LineStore;
  #text = '';
  #current: Line['id'] | undefined;

  constructor(store: LineStore) {
    this.#store = store;
  }

  /** What is searched for; '' when nothing is. */
  get text(): string {
    return this.#text;
  }

  /** The id of the line that was found last. */
  get current(): string | undefined {
    return this.#current;
  }

  /**
   * A text other than before is searched from `here`, the place of the user, upwards: what was found last stays when it holds
   * the new text as well. The same text gives the next line in `direction`. Both go on at the other end.
   */
  find(text: string, direction: -1 | 1, here: string | undefined): Finding {
    const isNew = text !== this.#text;
    this.#text = text;
    const from = this.#current ?? here;
    const { matches, before, isAt } = this.#matches(text, from);
    if (matches.length === 0) return { line: undefined, at: 0, count: 0 };
    const wanted = next({ before, isAt, isNew: isNew || this.#current === undefined, direction });
    const at = (wanted + matches.length) % matches.length;
    const line = matches[at];
    this.#current = line?.id;
    return { line, at: at + 1, count: matches.length };
  }

  end(): void {
    this.#text = '';
    this.#current = undefined;
  }

  /** All lines that hold the text, how many of them are before the line `from`, and whether that line is among them. */
  #matches(text: string, from: string | undefined): { matches: Line[]; before: number; isAt: boolean } {
    const pattern = patternOf(text);
    const holds = (part: string): boolean => {
      pattern.lastIndex = 0;
      return pattern.test(part);
    };
    const matches: Line[] = [];
    let before: number | undefined;
    let isAt = false;
    for (const { lines } of this.#store.blocks) {
      for (const line of lines) {
        const isMatch = holds(line.text) || (line.kind === 'message' && holds(line.nick));
        if (line.id === from) {
          before = matches.length;
          isAt = isMatch;
        }
        if (isMatch) matches.push(line);
      }
    }
    return { matches, before: before ?? matches.length, isAt };
  }
}

/** Which match comes next; it may be one before the first or after the last. */
function next(at: { before: number; isAt: boolean; isNew: boolean; direction: -1 | 1 }): number {
  const { before, isAt, isNew, direction } = at;
  if (isNew && isAt) return before;
  if (isNew || direction < 0) return before - 1;
  return isAt ? before + 1 : before;
}
