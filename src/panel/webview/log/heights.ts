import type { Line } from '../../../chat/line.ts';
import type { Block, LineStore } from './lineStore.ts';
import { maxUndrawnHeight } from './limits.ts';

/** How much text fits. */
export interface TextGrid {
  /** Characters in a row. */
  readonly columns: number;
  /** Of a row, in pixels. */
  readonly rowHeight: number;
}

/** Columns by which all rows of a line but its first are moved in. */
const indent = 6;
/** Characters before the text besides the nick: the time, brackets and spaces. */
const headLength = 9;

/** Rows that a line will take about: characters count as one column each. */
export function estimatedRows(line: Line, columns: number): number {
  const width = Math.max(1, columns - indent);
  const { text } = line;
  let rows = 0;
  let taken = headLength + (line.kind === 'message' ? line.nick.length : 0) - indent;
  for (let from = 0; from <= text.length;) {
    const found = text.indexOf('\n', from);
    const end = found < 0 ? text.length : found;
    rows += Math.max(1, Math.ceil((taken + end - from) / width));
    taken = 0;
    from = end + 1;
  }
  return rows;
}

/** How high the blocks are in pixels: as measured, or as estimated while they have not been. */
export class Heights {
  readonly #store: LineStore;
  readonly #isDrawn: (block: Block) => boolean;
  #grid: TextGrid = { columns: 80, rowHeight: 19 };

  /** @param isDrawn a drawn block counts for what was measured, whatever that is */
  constructor(store: LineStore, isDrawn: (block: Block) => boolean) {
    this.#store = store;
    this.#isDrawn = isDrawn;
  }

  /** Takes other sizes; what was measured before holds no longer. False when nothing changed. */
  setGrid(grid: TextGrid): boolean {
    if (grid.columns === this.#grid.columns && grid.rowHeight === this.#grid.rowHeight) return false;
    this.#grid = grid;
    for (const block of this.#store.blocks) block.height = undefined;
    return true;
  }

  of(block: Block): number {
    block.height ??= this.#estimate(block);
    return this.#isDrawn(block) ? block.height : Math.min(block.height, maxUndrawnHeight);
  }

  /** Of all blocks from `first` to before `end`, both as places among the blocks. */
  between(first: number, end: number): number {
    let sum = 0;
    for (const block of this.#store.blocks.slice(first, end)) sum += this.of(block);
    return sum;
  }

  /** The index of the block at `offset` pixels from the first, and where that block begins. */
  at(offset: number): { index: number; top: number } {
    const { blocks } = this.#store;
    let top = 0;
    for (const [index, block] of blocks.entries()) {
      const height = this.of(block);
      if (top + height > offset || index === blocks.length - 1) return { index, top };
      top += height;
    }
    return { index: 0, top: 0 };
  }

  #estimate(block: Block): number {
    const { columns, rowHeight } = this.#grid;
    return block.lines.reduce((rows, line) => rows + estimatedRows(line, columns), 0) * rowHeight;
  }
}
