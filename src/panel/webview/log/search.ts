import type { DrawnBlocks } from './drawnBlocks.ts';
import { Finder, patternOf } from './finder.ts';
import type { LineStore } from './lineStore.ts';
import { clearMarks, showMarks } from './marks.ts';
import type { Viewport } from './viewport.ts';

/** Where a search stands: the line found last, from 1, among all that hold the text; 0 of 0 when none does. */
export interface Found {
  readonly at: number;
  readonly count: number;
}

/** Where a line that was found is put: its share of the height from above. */
const foundShare = 0.3;

/** Finds lines, goes there, and keeps marked what is drawn. */
export class Search {
  readonly #store: LineStore;
  readonly #drawn: DrawnBlocks;
  readonly #viewport: Viewport;
  readonly #finder: Finder;

  constructor(store: LineStore, drawn: DrawnBlocks, viewport: Viewport) {
    this.#store = store;
    this.#drawn = drawn;
    this.#viewport = viewport;
    this.#finder = new Finder(store);
  }

  /** As `LogView.find`. */
  find(text: string, direction: -1 | 1): Found {
    if (text === '') {
      this.end();
      return { at: 0, count: 0 };
    }
    const { line, at, count } = this.#finder.find(text, direction, this.#viewport.lastInSight);
    if (line) this.#viewport.show(line.id, foundShare);
    this.mark();
    return { at, count };
  }

  end(): void {
    this.#finder.end();
    clearMarks();
  }

  /** Marks what was found in the lines that are drawn now. */
  mark(): void {
    const { text, current } = this.#finder;
    if (text === '') return;
    const place = current === undefined ? undefined : this.#store.find(current);
    showMarks(patternOf(text), this.#drawn.lines(), place && this.#drawn.lineAt(place));
  }
}
