import type { MessageLine } from '../chat/line.ts';
import { placePast } from '../chat/past.ts';
import type { Tab } from './tab.ts';

/** Messages at the end of a tab that lines of an earlier time are compared with: as many as come at once, and more. */
const comparedMessages = 1_000;

/** Where lines of an earlier time go. */
export interface PastPlaces {
  before(tab: Tab, lines: readonly MessageLine[]): void;
  after(tab: Tab, line: MessageLine): void;
}

interface Held {
  readonly lines: MessageLine[];
  readonly later: (() => void)[];
}

/**
 * Lines of an earlier time come all in one turn; only then it can be told which of them are news. They are held until
 * the turn ends or something newer comes.
 */
export class PastLines {
  readonly #places: PastPlaces;
  readonly #held = new Map<Tab, Held>();

  constructor(places: PastPlaces) {
    this.#places = places;
  }

  hold(tab: Tab, line: MessageLine): void {
    const held = this.#held.get(tab);
    if (held !== undefined) held.lines.push(line);
    else {
      this.#held.set(tab, { lines: [line], later: [] });
      queueMicrotask(() => this.settle(tab));
    }
  }

  /** Does something to a tab's lines, when those that are held are in their place. */
  whenSettled(tab: Tab, work: () => void): void {
    const held = this.#held.get(tab);
    if (held === undefined) work();
    else held.later.push(work);
  }

  /** Puts in place what is held for a tab. */
  settle(tab: Tab): void {
    const held = this.#held.get(tab);
    if (held === undefined) return;
    this.#held.delete(tab);
    const messages = tab.scrollback.lines.filter(line => line.kind === 'message');
    const shown = messages.slice(-comparedMessages);
    const { known, before, after } = placePast(held.lines, shown);
    // So a line of the file can be answered and taken back.
    for (const [past, line] of known) tab.name(past.id, line.id);
    // What is older than lines that were not compared may be among those.
    if (before.length > 0 && shown.length === messages.length) this.#places.before(tab, before);
    for (const line of after) this.#places.after(tab, line);
    for (const work of held.later) work();
  }
}
