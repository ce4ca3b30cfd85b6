import { maxSubmitLength, type PromptState } from '../protocol.ts';
import { BlockCaret } from './caret.ts';
import { element } from './element.ts';
import type { Saved } from './saved.ts';
import { Typed } from './typed.ts';
import { t } from './words.ts';

/** What the prompt asks of the page around it. */
export interface PromptListener {
  submit(text: string): void;
  /** What is half typed or was typed before has changed. */
  changed(draft: string, typed: readonly string[]): void;
}

/** The line where one types: path, text, block cursor. */
export class Prompt {
  readonly view = element('div', 'prompt');
  readonly #listener: PromptListener;
  readonly #path = element('label', 'path');
  readonly #input = element('textarea', 'input');
  readonly #problem = element('div', 'problem');
  readonly #typed: Typed;
  readonly #caret: BlockCaret;

  /** @param kept what was half typed and typed before, when the page was last there */
  constructor(listener: PromptListener, kept: Saved) {
    this.#listener = listener;
    this.#typed = new Typed(kept.typed);
    const field = element('div', 'field');
    this.#prepareInput(kept.draft);
    field.append(this.#input);
    this.#problem.setAttribute('role', 'alert');
    this.view.append(this.#path, field, this.#problem);
    this.#caret = new BlockCaret(field, this.#input);
  }

  #prepareInput(draft: string): void {
    const input = this.#input;
    input.id = 'input';
    this.#path.htmlFor = 'input';
    input.rows = 1;
    input.spellcheck = false;
    input.autocapitalize = 'off';
    input.value = draft;
    input.addEventListener('input', () => this.#edited());
    input.addEventListener('keydown', event => this.#key(event));
    for (const event of ['focus', 'blur', 'compositionend']) {
      input.addEventListener(event, () => this.#caret.update());
    }
  }

  show(state: PromptState): void {
    this.#path.textContent = state.path;
    this.#input.placeholder = state.hint;
    this.#input.setAttribute('aria-label', t('Message'));
    this.#caret.update();
  }

  focus(): void {
    this.#input.focus({ preventScroll: true });
  }

  /** Puts a text in at the caret, as if it had been pasted there. */
  insert(text: string): void {
    this.focus();
    const { selectionStart, selectionEnd } = this.#input;
    this.#input.setRangeText(text, selectionStart, selectionEnd, 'end');
    this.#edited();
  }

  get isFocused(): boolean {
    return document.activeElement === this.#input;
  }

  #key(event: KeyboardEvent): void {
    // Enter and arrows belong to the input method while it composes.
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === 'Enter' && !event.shiftKey) this.#enter();
    else if (event.key === 'ArrowUp' && !event.shiftKey && this.#caret.isOnFirstRow)
      this.#bring(this.#typed.older(this.#input.value));
    else if (event.key === 'ArrowDown' && !event.shiftKey && this.#caret.isOnLastRow)
      this.#bring(this.#typed.newer(this.#input.value));
    else if (event.key === 'Escape' && this.#input.value !== '') this.#giveUp();
    else return;
    event.preventDefault();
  }

  #enter(): void {
    const text = this.#input.value;
    if (text.trim() === '') return;
    if (text.length > maxSubmitLength) {
      this.#problem.textContent = t(
        'Too long: {length} characters, and {most} are the most. Send it in parts.',
        { length: text.length, most: maxSubmitLength },
      );
      return;
    }
    this.#typed.add(text);
    this.#replace('');
    this.#listener.submit(text);
  }

  /** What was there can be had back with Up. */
  #giveUp(): void {
    this.#typed.add(this.#input.value);
    this.#replace('');
  }

  #bring(text: string | undefined): void {
    if (text !== undefined) this.#replace(text);
  }

  #replace(text: string): void {
    this.#input.value = text;
    this.#input.setSelectionRange(text.length, text.length);
    this.#edited();
  }

  #edited(): void {
    this.#problem.textContent = '';
    this.#caret.update();
    this.#listener.changed(this.#input.value, this.#typed.texts);
  }
}
