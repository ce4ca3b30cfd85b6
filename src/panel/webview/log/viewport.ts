import { element } from '../element.ts';
import type { DrawnBlocks } from './drawnBlocks.ts';
import type { Following } from './following.ts';
import { Heights } from './heights.ts';
import type { Block, LineStore } from './lineStore.ts';

/** A line, and where its top is seen: pixels below the upper edge of what scrolls. */
interface Anchor {
  readonly id: string;
  readonly top: number;
  /** Nothing was drawn there: the line is the one that should be near. */
  readonly isGuess?: boolean;
}

/** What the viewport works on. */
interface ViewportParts {
  /** What scrolls. */
  readonly view: HTMLElement;
  readonly store: LineStore;
  readonly drawn: DrawnBlocks;
  readonly following: Following;
}

/** Drawing may show other heights than were estimated, so that more must be drawn: seldom more than once. */
const maxRounds = 5;
/** Screens that are drawn above and below what is in sight. */
const margin = 1;
/** Characters of the text whose width is measured. */
const sampleLength = 100;

/**
 * Draws what is visible, and keeps it where it is: at the end when that is followed, else
 * the first visible line keeps its place whatever changes its height above.
 */
export class Viewport {
  readonly #parts: ViewportParts;
  readonly #heights: Heights;
  readonly #sample = element('span', 'sample', '0'.repeat(sampleLength), { ariaHidden: 'true' });
  readonly #observer = new ResizeObserver(() => this.#resized());
  #anchor: Anchor | undefined;

  constructor(parts: ViewportParts) {
    this.#parts = parts;
    const { view, drawn, store } = parts;
    this.#heights = new Heights(store, block => drawn.has(block));
    // The browser keeps places as well, but neither at the top nor while others are drawn: both together would move twice.
    view.style.overflowAnchor = 'none';
    view.append(this.#sample);
    for (const one of [view, drawn.view, this.#sample]) this.watch(one);
    window.addEventListener('resize', () => this.#resized());
  }

  /** Sees to it that nothing moves when this becomes higher or lower. */
  watch(element: HTMLElement): void {
    this.#observer.observe(element);
  }

  /** What scrolls. */
  get view(): HTMLElement {
    return this.#parts.view;
  }

  /** The id of the line that is being read; undefined at the end. */
  get reading(): string | undefined {
    return this.#parts.following.isFollowing ? undefined : this.#anchor?.id;
  }

  /** To be told after `view` has scrolled. */
  scrolled(): void {
    this.#anchor = this.#firstInSight();
    this.settle();
  }

  /** Shows the line with its top `share` of the height below the upper edge. */
  show(id: string, share: number): void {
    const { view, following } = this.#parts;
    following.stop();
    this.#anchor = { id, top: view.clientHeight * share };
    this.settle();
    following.scrolled();
    this.#anchor = this.#firstInSight();
  }

  /** Makes a line visible, by no more scrolling than is needed. */
  reveal(id: string): void {
    const { store, drawn, following } = this.#parts;
    const place = store.find(id);
    const line = place && drawn.lineAt(place);
    if (!line) {
      this.show(id, 0);
      return;
    }
    line.scrollIntoView({ block: 'nearest' });
    following.scrolled();
    this.scrolled();
  }

  /** To the very top. */
  toStart(): void {
    const { view, following } = this.#parts;
    following.stop();
    view.scrollTop = 0;
    this.scrolled();
    following.scrolled();
  }

  toEnd(): void {
    this.#parts.following.start();
    this.settle();
  }

  /** The id of the last line of which some part is visible; of the newest while the end is followed. */
  get lastInSight(): string | undefined {
    const { drawn, view, following, store } = this.#parts;
    // What has just opened below may cover it until the next frame.
    if (following.isFollowing) return store.last?.id;
    const { bottom } = view.getBoundingClientRect();
    for (const { block, lines } of drawn.blocks.reverse()) {
      const index = lines.findLastIndex(line => line.getBoundingClientRect().top < bottom);
      if (index >= 0) return block.lines[index]?.id;
    }
    return undefined;
  }

  /** The id of the last line that is wholly visible; of a line that is taller than the log, its end must be. */
  get lastWhole(): string | undefined {
    const { drawn, view } = this.#parts;
    const { top, bottom } = view.getBoundingClientRect();
    for (const { block, lines } of drawn.blocks.reverse()) {
      const index = lines.findLastIndex(line => {
        const { top: start, bottom: end, height } = line.getBoundingClientRect();
        const isTaller = height > bottom - top && end > top;
        return end <= bottom + 1 && (start >= top - 1 || isTaller);
      });
      if (index >= 0) return block.lines[index]?.id;
    }
    return undefined;
  }

  /** Draws what is in sight and around it, and puts it where it belongs. */
  settle(): void {
    const { drawn } = this.#parts;
    for (let round = 0; round < maxRounds; round += 1) {
      const hasChanged = drawn.show(this.#wanted());
      drawn.setGaps(this.#heights);
      drawn.measure();
      this.#place();
      if (!hasChanged) break;
    }
    if (!this.#isAtALine) this.#anchor = this.#firstInSight();
  }

  get #isAtALine(): boolean {
    const anchor = this.#anchor;
    return anchor !== undefined && anchor.isGuess !== true && this.#parts.store.find(anchor.id) !== undefined;
  }

  /** The first line in sight, else the first of the block that should be there. */
  #firstInSight(): Anchor | undefined {
    const { drawn, view, store } = this.#parts;
    const edge = view.getBoundingClientRect().top;
    for (const {
      view: block,
      block: { lines: held },
      lines,
    } of drawn.blocks) {
      const { top, bottom } = block.getBoundingClientRect();
      if (bottom <= edge) continue;
      if (top > edge + view.clientHeight) break;
      const index = lines.findIndex(line => line.getBoundingClientRect().bottom > edge);
      const [line, found] = [held[index], lines[index]];
      if (line && found) return { id: line.id, top: found.getBoundingClientRect().top - edge };
    }
    const shift = drawn.view.getBoundingClientRect().top - edge;
    const { index, top } = this.#heights.at(-shift);
    const id = store.blocks[index]?.lines[0]?.id;
    return id === undefined ? undefined : { id, top: top + shift, isGuess: true };
  }

  #place(): void {
    const { view, store, drawn, following } = this.#parts;
    if (following.isFollowing) {
      following.keepAtEnd();
      return;
    }
    const place = this.#anchor && store.find(this.#anchor.id);
    const line = place && drawn.lineAt(place);
    if (!line || !this.#anchor) return;
    const { top } = line.getBoundingClientRect();
    const moved = top - view.getBoundingClientRect().top - this.#anchor.top;
    if (Math.abs(moved) >= 1) view.scrollTop += moved;
  }

  /** The blocks in sight and around. */
  #wanted(): readonly Block[] {
    const { store } = this.#parts;
    const heights = this.#heights;
    const height = window.innerHeight;
    const top = this.#top(height);
    const first = heights.at(top - height * margin).index;
    const last = heights.at(top + height * (1 + margin)).index;
    return store.blocks.slice(first, last + 1);
  }

  /** Where the upper edge is, in pixels from the first block. */
  #top(height: number): number {
    const { view, store, drawn, following } = this.#parts;
    const heights = this.#heights;
    if (following.isFollowing) return heights.between(0, store.blocks.length) - height;
    const place = this.#anchor && store.find(this.#anchor.id);
    if (!place || !this.#anchor)
      return view.getBoundingClientRect().top - drawn.view.getBoundingClientRect().top;
    const { block, index } = place;
    const [line, whole] = [drawn.lineAt(place), drawn.get(block)?.view];
    const within =
      line && whole
        ? line.getBoundingClientRect().top - whole.getBoundingClientRect().top
        : (heights.of(block) * index) / block.lines.length;
    const before = block.order - (store.blocks[0]?.order ?? 0);
    return heights.between(0, before) + within - this.#anchor.top;
  }

  #resized(): void {
    const { width, height } = this.#sample.getBoundingClientRect();
    const columns = Math.floor((this.#parts.drawn.view.clientWidth * sampleLength) / Math.max(width, 1));
    if (width > 0) this.#heights.setGrid({ columns, rowHeight: height });
    this.settle();
  }
}
