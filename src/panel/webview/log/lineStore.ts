import type { Line, LineChange } from '../../../chat/line.ts';
import {
  blockCharacters,
  blockLines,
  charactersPerBreak,
  maxHeldCharacters,
  maxHeldLines,
} from './limits.ts';

/** Lines that follow each other and are drawn together. The store alone changes them. */
export class Block {
  /** Blocks are numbered without holes, downwards; those put before the first have lower numbers. */
  readonly order: number;
  lines: Line[] = [];
  weight = 0;
  /** In pixels; undefined while it was neither measured nor estimated. */
  height: number | undefined;

  constructor(order: number) {
    this.order = order;
  }

  get isFull(): boolean {
    return this.lines.length >= blockLines || this.weight >= blockCharacters;
  }
}

/** Where a line is. */
export interface LinePlace {
  readonly block: Block;
  /** Among the lines of the block. */
  readonly index: number;
}

/** What a line counts for in `maxHeldCharacters`. */
export function weightOf({ text }: Line): number {
  let breaks = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) breaks += 1;
  return text.length + breaks * charactersPerBreak;
}

/** The lines of the log in blocks, the newest held within the two bounds. Of lines with the same id the newest counts. */
export class LineStore {
  #blocks: Block[] = [];
  #places = new Map<string, Block>();
  #count = 0;
  #weight = 0;
  #dropped = 0;

  get blocks(): readonly Block[] {
    return this.#blocks;
  }

  /** Lines held. */
  get count(): number {
    return this.#count;
  }

  /** Lines that were held once, or came to be, and are no more. */
  get dropped(): number {
    return this.#dropped;
  }

  get last(): Line | undefined {
    return this.#blocks.at(-1)?.lines.at(-1);
  }

  /** The line before the first of `block`. */
  before(block: Block): Line | undefined {
    return this.blockAt(block.order - 1)?.lines.at(-1);
  }

  /** The block with this number. */
  blockAt(order: number): Block | undefined {
    const [first] = this.#blocks;
    return first && this.#blocks[order - first.order];
  }

  append(lines: readonly Line[]): void {
    let last = this.#blocks.at(-1);
    for (const line of lines) {
      if (last === undefined || last.isFull) {
        last = new Block((last?.order ?? -1) + 1);
        this.#blocks.push(last);
      }
      this.#put(line, last);
    }
    this.#dropSurplus();
  }

  /** Puts lines before the first. What there is no room for is dropped, the oldest first. */
  prepend(lines: readonly Line[]): void {
    const blocks: Block[] = [];
    let order = this.#blocks[0]?.order ?? 0;
    for (const line of lines.toReversed()) {
      let block = blocks.at(-1);
      if (block === undefined || block.isFull) {
        order -= 1;
        block = new Block(order);
        blocks.push(block);
      }
      this.#put(line, block);
    }
    for (const block of blocks) block.lines.reverse();
    this.#blocks = [...blocks.reverse(), ...this.#blocks];
    this.#dropSurplus();
  }

  /** Changes a line; undefined when it is not held. */
  change(id: string, change: LineChange): LinePlace | undefined {
    const place = this.find(id);
    const line = place?.block.lines[place.index];
    if (place === undefined || line?.kind !== 'message') return undefined;
    const changed = { ...line, ...change };
    place.block.lines[place.index] = changed;
    this.#weigh(place.block, weightOf(changed) - weightOf(line));
    return place;
  }

  find(id: string): LinePlace | undefined {
    const block = this.#places.get(id);
    return block && { block, index: block.lines.findLastIndex(line => line.id === id) };
  }

  clear(): void {
    this.#blocks = [];
    this.#places = new Map();
    this.#count = 0;
    this.#weight = 0;
    this.#dropped = 0;
  }

  #put(line: Line, block: Block): void {
    block.lines.push(line);
    const held = this.#places.get(line.id);
    if (held === undefined || held.order <= block.order) this.#places.set(line.id, block);
    this.#count += 1;
    this.#weigh(block, weightOf(line));
  }

  #weigh(block: Block, weight: number): void {
    block.weight += weight;
    block.height = undefined;
    this.#weight += weight;
  }

  /** Drops whole blocks, so that the first one need not be drawn again for each new line. */
  #dropSurplus(): void {
    while ((this.#count > maxHeldLines || this.#weight > maxHeldCharacters) && this.#blocks.length > 1)
      this.#dropped += this.#drop();
  }

  /** Takes the first block away; gives how many lines it held. */
  #drop(): number {
    const block = this.#blocks.shift();
    if (block === undefined) return 0;
    for (const { id } of block.lines) if (this.#places.get(id) === block) this.#places.delete(id);
    this.#count -= block.lines.length;
    this.#weight -= block.weight;
    return block.lines.length;
  }
}
