import { isRightToLeft } from './direction.ts';
import { element } from '../element.ts';

/** The widest that the block gets, in times of its height: a tab or a wide emoji stays within. */
const widest = 1.4;

/** UTF-16 units looked at to find where the character under the caret ends: longer than any emoji of a family. */
const longestCharacter = 64;

/** A character without width, so that an empty last line has a place too. */
const endOfText = '\u200b';

/**
 * The block cursor: a box drawn where the text area's own caret is, which is hidden. Where that is, is asked of a copy
 * of the text that lies unseen below the text area and wraps as it does.
 */
export class BlockCaret {
  readonly #input: HTMLTextAreaElement;
  readonly #copy = element('div', 'copy', '', { ariaHidden: 'true' });
  readonly #block = element('div', 'caret', '', { ariaHidden: 'true' });
  readonly #text = document.createTextNode('');
  readonly #hint = element('span', 'hint');
  readonly #suggested = element('span', 'suggested');
  readonly #suggest: () => string;

  /**
   * @param field holds the text area, the copy and the block one above the other; the copy gives it its height
   * @param suggest what is to be seen behind the text, '' for nothing
   */
  constructor(field: HTMLElement, input: HTMLTextAreaElement, suggest: () => string) {
    this.#input = input;
    this.#suggest = suggest;
    this.#copy.append(this.#text, this.#suggested, this.#hint);
    field.append(this.#copy, this.#block);
    document.addEventListener('selectionchange', () => this.update());
    new ResizeObserver(() => this.update()).observe(field);
  }

  /** Draws the block where the caret is now. */
  update(): void {
    const text = this.#input.value;
    this.#text.data = text + endOfText;
    // What stands there while nothing is typed needs room as well.
    this.#hint.textContent = text === '' ? this.#input.placeholder : '';
    this.#suggested.textContent = this.#suggest();
    this.#place(this.#caretAt);
    // What a paste or an older text has put in may reach out of a field that scrolls.
    this.#block.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    // A still cursor for as long as something moves, as terminals do: the blinking starts over.
    for (const animation of this.#block.getAnimations()) animation.currentTime = 0;
  }

  /** Whether Up would leave the text: rows count as they are seen, wrapped ones too. */
  get isOnFirstRow(): boolean {
    return this.#isOnRowOf(0);
  }

  get isOnLastRow(): boolean {
    return this.#isOnRowOf(this.#input.value.length);
  }

  #isOnRowOf(offset: number): boolean {
    const { selectionStart, selectionEnd } = this.#input;
    if (selectionStart !== selectionEnd) return false;
    const [here, there] = [this.#rectangleAt(this.#caretAt), this.#rectangleAt(offset)];
    // Glyphs of another font may stand a little higher or lower on the same row.
    return Math.abs(here.top + here.bottom - there.top - there.bottom) < here.height;
  }

  /** The moving end of the selection. */
  get #caretAt(): number {
    const { selectionStart, selectionEnd, selectionDirection } = this.#input;
    return selectionDirection === 'backward' ? selectionStart : selectionEnd;
  }

  #rectangleAt(at: number): DOMRect {
    const range = document.createRange();
    range.setStart(this.#text, at);
    range.setEnd(this.#text, at + this.#lengthAt(at));
    const rectangles = [...range.getClientRects()];
    return rectangles.find(({ width }) => width > 0) ?? rectangles[0] ?? range.getBoundingClientRect();
  }

  /** UTF-16 units of what is read as one character at `at`. */
  #lengthAt(at: number): number {
    const [first] = new Intl.Segmenter().segment(this.#text.data.slice(at, at + longestCharacter));
    return first?.segment.length ?? 0;
  }

  #place(at: number): void {
    const rectangle = this.#rectangleAt(at);
    const origin = this.#copy.getBoundingClientRect();
    const { style } = this.#block;
    // Without a character to stand on, it is as wide as the style sheet says: one column.
    const isSpace = rectangle.width === 0;
    style.width = isSpace ? '' : `${Math.min(rectangle.width, rectangle.height * widest)}px`;
    const leftward = isSpace && isRightToLeft(this.#input.value, at) ? this.#block.offsetWidth : 0;
    style.left = `${rectangle.left - origin.left - leftward}px`;
    style.top = `${rectangle.top - origin.top}px`;
    style.height = `${rectangle.height}px`;
  }
}
