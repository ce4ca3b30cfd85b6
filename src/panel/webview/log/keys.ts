import { element } from '../element.ts';
import { setReach } from '../line/reach.ts';
import type { DrawnBlocks } from './drawnBlocks.ts';
import type { LineStore, LinePlace } from './lineStore.ts';
import type { Viewport } from './viewport.ts';

/**
 * The log is one stop of the Tab key, which leads to the last line in sight; from line to line lead Up and Down, to the
 * ends Ctrl+Home and Ctrl+End. What a line holds is reached from it with Tab.
 */
export class LineKeys {
  /** Follows the log: from there the focus goes to the last line, not to what scrolls in it. */
  readonly end = element('div', 'end', '', { tabIndex: 0 });
  readonly #store: LineStore;
  readonly #drawn: DrawnBlocks;
  readonly #viewport: Viewport;

  constructor(store: LineStore, drawn: DrawnBlocks, viewport: Viewport) {
    this.#store = store;
    this.#drawn = drawn;
    this.#viewport = viewport;
    const { view: log } = drawn;
    log.tabIndex = 0;
    for (const stop of [log, this.end]) stop.addEventListener('focus', () => this.focusInSight(1));
    // While a line has the focus, the Tab key must lead out of the log, not back to the line.
    log.addEventListener('focusin', event => {
      if (event.target === log) return;
      log.tabIndex = this.end.tabIndex = -1;
      this.#reach(event.target);
    });
    log.addEventListener('focusout', event => {
      log.tabIndex = this.end.tabIndex = 0;
      this.#reach(event.target);
    });
    log.addEventListener('keydown', event => this.#pressed(event));
  }

  /** A line has the focus, not something in it. */
  get isOnLine(): boolean {
    const place = this.#drawn.placeOf(document.activeElement);
    return place !== undefined && this.#drawn.lineAt(place) === document.activeElement;
  }

  /** Gives the focus to the first (-1) or the last (1) line that is wholly in sight; where none is, that is partly so. */
  focusInSight(which: -1 | 1): void {
    const { top, bottom } = this.#viewport.view.getBoundingClientRect();
    const lines = this.#drawn.blocks.flatMap(block => block.lines);
    const seen = lines.filter(line => {
      const { top: from, bottom: to } = line.getBoundingClientRect();
      return to > top + 1 && from < bottom - 1;
    });
    const whole = seen.filter(line => {
      const { top: from, bottom: to } = line.getBoundingClientRect();
      return from >= top - 1 && to <= bottom + 1;
    });
    const line = (whole.length > 0 ? whole : seen).at(which < 0 ? 0 : -1);
    if (line) focusLine(line);
  }

  /** Gives the focus to a line, if it is drawn. */
  focus(place: LinePlace | undefined): void {
    const line = place && this.#drawn.lineAt(place);
    if (line) focusLine(line);
  }

  #reach(target: EventTarget | null): void {
    const line = target instanceof Element ? target.closest<HTMLElement>('.line') : null;
    if (line !== null) setReach(line);
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
