import { element } from '../element.ts';

/** The browser's own way of editing, which keeps its undo; no other one does. */
interface Editing {
  execCommand(command: 'insertText' | 'delete', showUi: false, text?: string): boolean;
}

/** Characters, and lines, up to which a text is put in so that it can be undone: longer ones take the browser too long. */
export const maxUndoableLength = 8_192;
export const maxUndoableLines = 32;

/** The text area of the prompt: what stands in it, and changes that the user can undo. */
export class TextField {
  readonly input = element('textarea', 'input', '', {
    id: 'input',
    rows: 1,
    spellcheck: false,
    autocapitalize: 'off',
    ariaAutoComplete: 'inline',
  });
  #isComposing = false;

  constructor() {
    const { input } = this;
    input.addEventListener('compositionstart', () => (this.#isComposing = true));
    input.addEventListener('compositionend', () => (this.#isComposing = false));
  }

  get text(): string {
    return this.input.value;
  }

  /** An input method is at work: nothing may be changed under it. */
  get isComposing(): boolean {
    return this.#isComposing;
  }

  get isFocused(): boolean {
    return document.activeElement === this.input;
  }

  /** Where the caret stands; undefined while something is selected. */
  get caret(): number | undefined {
    const { selectionStart, selectionEnd } = this.input;
    return selectionStart === selectionEnd ? selectionEnd : undefined;
  }

  get isAtEnd(): boolean {
    return this.caret === this.text.length;
  }

  focus(): void {
    this.input.focus({ preventScroll: true });
  }

  /** Another text altogether, of which there is nothing to undo. */
  begin(text: string): void {
    this.input.value = text;
    this.input.setSelectionRange(text.length, text.length);
  }

  /** Puts a text in the place of `start` to `end`, the caret behind it. */
  replace(text: string, start: number, end: number): void {
    this.focus();
    this.input.setSelectionRange(start, end);
    this.insert(text);
  }

  /** Puts a text in at the caret, in the place of what is selected. Fires `input` as typing does. */
  insert(text: string): void {
    this.focus();
    const { input } = this;
    if (text === '' && this.caret !== undefined) return;
    const editing: Editing = document;
    const command = text === '' ? 'delete' : 'insertText';
    if (isUndoable(text) && editing.execCommand(command, false, text)) return;
    input.setRangeText(text, input.selectionStart, input.selectionEnd, 'end');
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
  }
}

function isUndoable(text: string): boolean {
  return text.length <= maxUndoableLength && text.split('\n').length <= maxUndoableLines;
}
