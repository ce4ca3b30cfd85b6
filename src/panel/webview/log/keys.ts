import type { DrawnBlocks } from './drawnBlocks.ts';
import type { LineStore, LinePlace } from './lineStore.ts';
import type { Viewport } from './viewport.ts';

/**
 * The log is one stop of the Tab key, which leads to the last line in sight; from line to line lead Up and Down, to the
 * ends Ctrl+Home and Ctrl+End. What lines hold is reached from them with Tab.
 */
export class LineKeys {
  readonly #store: LineStore;
  readonly #drawn: DrawnBlocks;
  readonly #viewport: Viewport;

  constructor(store: LineStore, drawn: DrawnBlocks, viewport: Viewport) {
    this.#store = store;
    this.#drawn = drawn;
    this.#viewport = viewport;
    const { view: log } = drawn;
    log.tabIndex = 0;
    log.addEventListener('focus', () => this.focusInSight(1));
    // While a line has the focus, Shift+Tab must lead out of the log, not back to the line.
    log.addEventListener('focusin', event => {
      if (event.target !== log) log.tabIndex = -1;
    });
    log.addEventListener('focusout', () => {
      log.tabIndex = 0;
    });
    log.addEventListener('keydown', event => this.#pressed(event));
  }

  /** A line has the focus, not something in it. */
  get isOnLine(): boolean {
    const place = this.#drawn.placeOf(document.activeElement);
    return place !== undefined && this.#drawn.lineAt(place) === document.activeElement;
  }

  /** Gives the focus to the first (-1) or the last (1) line that is wholly in sight. */
  focusInSight(which: -1 | 1): void {
    const { top, bottom } = this.#viewport.view.getBoundingClientRect();
    const lines = this.#drawn.blocks.flatMap(block => block.lines);
    const isInSight = (line: HTMLElement): boolean => {
      const { top: from, bottom: to } = line.getBoundingClientRect();
      return from >= top - 1 && to <= bottom + 1;
    };
    const line = which < 0 ? lines.find(isInSight) : lines.findLast(isInSight);
    if (line) focusLine(line);
  }

  /** Gives the focus to a line, if it is drawn. */
  focus(place: LinePlace | undefined): void {
    const line = place && this.#drawn.lineAt(place);
    if (line) focusLine(line);
  }

  #pressed(event: KeyboardEvent): void {
    if (!this.isOnLine || event.altKey || event.metaKey || event.shiftKey) return;
    if (this.#move(event)) event.preventDefault();
  }

  #move({ key, ctrlKey }: KeyboardEvent): boolean {
    const store = this.#store;
    if (ctrlKey && key === 'Home') {
      this.#viewport.toStart();
      this.focus(store.blocks[0] && { block: store.blocks[0], index: 0 });
    } else if (ctrlKey && key === 'End') {
      this.#viewport.toEnd();
      this.focus(store.last && store.find(store.last.id));
    } else if (!ctrlKey && (key === 'ArrowUp' || key === 'ArrowDown')) {
      this.#step(key === 'ArrowUp' ? -1 : 1);
    } else return false;
    return true;
  }

  #step(direction: -1 | 1): void {
    const store = this.#store;
    const place = this.#drawn.placeOf(document.activeElement);
    if (!place) return;
    const { block, index } = place;
    const beside = store.blockAt(block.order + direction);
    const line = block.lines[index + direction] ?? (direction < 0 ? beside?.lines.at(-1) : beside?.lines[0]);
    if (!line) return;
    this.#viewport.reveal(line.id);
    this.focus(store.find(line.id));
  }
}

function focusLine(line: HTMLElement): void {
  line.tabIndex = -1;
  line.focus({ preventScroll: true });
}
