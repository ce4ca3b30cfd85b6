import type { Line } from '../../../chat/line.ts';
import { element } from '../element.ts';
import type { LineActions } from '../line/lineActions.ts';
import { lineView, updateLineView } from '../line/lineView.ts';
import { t } from '../words.ts';
import type { Block } from './lineStore.ts';

/** What decides which dividers stand before a line. */
interface Surroundings {
  /** The line before it; undefined for the first. */
  readonly before: Line | undefined;
  /** The id of the line before which *new messages* stands. */
  readonly firstNew: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What blocks need to be drawn. */
export interface BlockContext {
  readonly actions: LineActions;
  /** What is around a line whose line before is `before`. */
  surroundings(before: Line | undefined): Surroundings;
  /** The line before the first of `block`. */
  before(block: Block): Line | undefined;
}

/** The lines of one block as they are drawn, with the dividers between them. */
export class BlockView {
  readonly block: Block;
  readonly view = element('div', 'block');
  /** Keeps the room of the blocks before that are not drawn. */
  readonly gap = element('div', 'gap');
  readonly #context: BlockContext;
  readonly #lines: HTMLElement[] = [];
  readonly #dividers: HTMLElement[][] = [];
  #gapHeight = 0;

  constructor(block: Block, context: BlockContext) {
    this.block = block;
    this.#context = context;
    this.addLines();
  }

  /** The lines' elements, in the order of the block's lines. */
  get lines(): readonly HTMLElement[] {
    return this.#lines;
  }

  /** Draws the lines that the block got since. */
  addLines(): void {
    if (this.#lines.length === this.block.lines.length) return;
    const views = document.createDocumentFragment();
    for (let index = this.#lines.length; index < this.block.lines.length; index += 1) {
      const line = this.block.lines[index];
      if (!line) break;
      const dividers = dividersOf(line, this.#surroundings(index));
      const view = lineView(line, this.#context.actions);
      this.#lines.push(view);
      this.#dividers.push(dividers);
      views.append(...dividers, view);
    }
    this.view.append(views);
  }

  /** Draws a line again after it has changed. */
  update(index: number): void {
    const [view, line] = [this.#lines[index], this.block.lines[index]];
    if (view && line) updateLineView(view, line, this.#context.actions);
    this.updateDividers(index);
  }

  /** Draws again what stands before the line: what is around it has changed. */
  updateDividers(index: number): void {
    const [view, line] = [this.#lines[index], this.block.lines[index]];
    if (!view || !line) return;
    for (const divider of this.#dividers[index] ?? []) divider.remove();
    const dividers = dividersOf(line, this.#surroundings(index));
    this.#dividers[index] = dividers;
    view.before(...dividers);
  }

  setGap(height: number): void {
    if (height === this.#gapHeight) return;
    this.#gapHeight = height;
    this.gap.style.height = `${height}px`;
  }

  remove(): void {
    this.gap.remove();
    this.view.remove();
  }

  #surroundings(index: number): Surroundings {
    const before = index > 0 ? this.block.lines[index - 1] : this.#context.before(this.block);
    return this.#context.surroundings(before);
  }
}

const isEarlier = (line: Line | undefined): boolean => line?.kind === 'message' && line.earlier === true;

/**
 * What stands before a line: its day when that is another than the line's before (today goes without saying), the word
 * before the first of some earlier lines, and where what is new begins.
 */
function dividersOf(line: Line, { before, firstNew, now }: Surroundings): HTMLElement[] {
  const views: HTMLElement[] = [];
  if (!isSameDay(line.at, before?.at ?? now))
    views.push(element('div', 'label day', longDate.format(line.at)));
  if (isEarlier(line) && !isEarlier(before)) views.push(element('div', 'label', t('earlier')));
  if (line.id === firstNew) views.push(element('div', 'label new', t('new messages')));
  return views;
}

/** Made once: making it takes much longer than using it. The language is there before the script runs. */
const longDate = new Intl.DateTimeFormat(document.documentElement.lang || 'en', { dateStyle: 'full' });

/** Whether two times (milliseconds since 1970) are on the same day here; what is no time is on every day. */
function isSameDay(one: number, other: number): boolean {
  const [first, second] = [new Date(one), new Date(other)];
  if (Number.isNaN(first.getTime()) || Number.isNaN(second.getTime())) return true;
  return first.toDateString() === second.toDateString();
}
