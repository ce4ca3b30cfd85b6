import type { Line } from '../../../chat/line.ts';
import { element } from '../element.ts';
import type { LineActions } from '../line/lineActions.ts';
import { lineView, updateLineView } from '../line/lineView.ts';
import { type Surroundings, dividersOf } from './dividers.ts';
import type { Block } from './lineStore.ts';

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
