import { element } from '../element.ts';
import { type BlockContext, BlockView } from './blockView.ts';
import type { Heights } from './heights.ts';
import type { Block, LineStore, LinePlace } from './lineStore.ts';

/** The blocks that are drawn, in their order, with gaps in place of the others. */
export class DrawnBlocks {
  /** Holds blocks and gaps. Drawing older lines is nothing to read out: that is left to the announcer. */
  readonly view = element('div', 'log', '', { role: 'log', ariaLive: 'off' });
  readonly #store: LineStore;
  readonly #context: BlockContext;
  readonly #drawn = new Map<Block, BlockView>();
  readonly #tail = element('div', 'gap');
  #tailHeight = 0;

  constructor(store: LineStore, context: Omit<BlockContext, 'before'>) {
    this.#store = store;
    this.#context = { ...context, before: block => store.before(block) };
    this.view.append(this.#tail);
  }

  has(block: Block): boolean {
    return this.#drawn.has(block);
  }

  /** In the order in which they stand. */
  get blocks(): BlockView[] {
    return [...this.#drawn.values()].sort((one, other) => one.block.order - other.block.order);
  }

  /** All lines that are drawn, in no order. */
  *lines(): Generator<HTMLElement> {
    for (const { lines } of this.#drawn.values()) yield* lines;
  }

  get(block: Block): BlockView | undefined {
    return this.#drawn.get(block);
  }

  /** The element of a line, when it is drawn. */
  lineAt({ block, index }: LinePlace): HTMLElement | undefined {
    return this.#drawn.get(block)?.lines[index];
  }

  /** Where the line is that holds `node`; undefined outside of lines. */
  placeOf(node: Node | null): LinePlace | undefined {
    const within = node instanceof Element ? node : node?.parentElement;
    const view = within?.closest('.block');
    if (!within || !view || !this.view.contains(view)) return undefined;
    for (const { block, view: one, lines } of this.#drawn.values()) {
      if (one !== view) continue;
      const index = lines.findIndex(line => line.contains(within));
      return index < 0 ? undefined : { block, index };
    }
    return undefined;
  }

  /**
   * Draws these blocks, in their order, and no others but those that may not go away now: what is selected would be
   * lost, and what has the focus. Elements that stay are not moved. False when the same were drawn before.
   */
  show(wanted: readonly Block[]): boolean {
    const all = new Set([...wanted, ...this.#held()]);
    let hasChanged = false;
    for (const [block, drawn] of this.#drawn) {
      if (all.has(block)) continue;
      drawn.remove();
      this.#drawn.delete(block);
      hasChanged = true;
    }
    let next: Element = this.#tail;
    for (const block of [...all].sort((one, other) => other.order - one.order)) {
      let drawn = this.#drawn.get(block);
      if (!drawn) {
        drawn = new BlockView(block, this.#context);
        this.#drawn.set(block, drawn);
        next.before(drawn.gap, drawn.view);
        hasChanged = true;
      }
      next = drawn.gap;
    }
    return hasChanged;
  }

  /** Draws a line again after it has changed, and the dividers on both sides of it. */
  update({ block, index }: LinePlace): void {
    const drawn = this.#drawn.get(block);
    drawn?.update(index);
    drawn?.updateDividers(index + 1);
    const next = index === block.lines.length - 1 ? this.#store.blockAt(block.order + 1) : undefined;
    if (next) this.#drawn.get(next)?.updateDividers(0);
  }

  /** Draws the lines that came to blocks drawn before. */
  addLines(): void {
    for (const drawn of this.#drawn.values()) drawn.addLines();
  }

  /** Gives the gaps the heights of what is not drawn. */
  setGaps(heights: Heights): void {
    const first = this.#store.blocks[0]?.order ?? 0;
    let end = 0;
    for (const drawn of this.blocks) {
      const index = drawn.block.order - first;
      drawn.setGap(heights.between(end, index));
      end = index + 1;
    }
    const rest = heights.between(end, this.#store.blocks.length);
    if (rest !== this.#tailHeight) this.#tail.style.height = `${rest}px`;
    this.#tailHeight = rest;
  }

  /** Takes the heights from what is drawn. */
  measure(): void {
    for (const { block, view } of this.#drawn.values()) block.height = view.getBoundingClientRect().height;
  }

  clear(): void {
    for (const drawn of this.#drawn.values()) drawn.remove();
    this.#drawn.clear();
  }

  #held(): Block[] {
    const selection = document.getSelection();
    const nodes = [document.activeElement, selection?.anchorNode ?? null, selection?.focusNode ?? null];
    return nodes
      .map(node => this.placeOf(node)?.block)
      .filter(block => block !== undefined)
      .filter(block => this.#store.blockAt(block.order) === block);
  }
}
