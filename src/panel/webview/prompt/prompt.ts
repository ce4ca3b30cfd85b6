import type { MessageLine } from '../../../chat/line.ts';
import type { CommandWords, PromptState, Vocabulary } from '../../protocol.ts';
import { AnswerView } from './answerView.ts';
import { BlockCaret } from './caret.ts';
import { CommandList } from '../complete/commandList.ts';
import { Completer } from '../complete/completer.ts';
import { suggestionText } from '../complete/suggestionText.ts';
import { isRightToLeft } from './direction.ts';
import { DoubtView } from './doubtView.ts';
import { element } from '../element.ts';
import { TextField } from './field.ts';
import { Recall } from './recall.ts';
import { t } from '../words.ts';

/** What the prompt asks of the page around it. */
interface PromptListener {
  /** @param answers the id of the line that is answered */
  submit(text: string, answers: string | undefined): void;
  /** What is half typed was changed by its user. */
  changed(text: string): void;
  /** Another line is answered, or none. */
  answering(line: MessageLine | undefined): void;
}

/** The line to type in: path, text, block cursor, and above it the line that is answered. */
export class Prompt {
  readonly view = element('div', 'prompt');
  readonly #listener: PromptListener;
  readonly #path = element('label', 'path');
  readonly #doubt = new DoubtView(() => this.#enter());
  readonly #field = new TextField();
  readonly #completer = new Completer(this.#field);
  readonly #commands = new CommandList(this.#field);
  readonly #answer = new AnswerView(() => {
    this.#stopAnswering();
    this.focus();
  });
  readonly recall = new Recall(
    text => this.#run(text),
    text => this.#put(text),
    () => this.focus(),
  );
  readonly #caret: BlockCaret;

  constructor(listener: PromptListener) {
    this.#listener = listener;
    const place = element('div', 'field');
    place.append(this.#field.input);
    this.#path.htmlFor = this.#field.input.id;
    const { view, status } = this.#commands;
    const { recall } = this;
    this.view.append(recall.view, view, this.#answer.view, this.#path, place, this.#doubt.view, status);
    this.#caret = new BlockCaret(place, this.#field.input, () => this.#suggested);
    const { input } = this.#field;
    input.addEventListener('input', () => this.#edited());
    input.addEventListener('keydown', event => this.#key(event));
    for (const event of ['focus', 'blur', 'compositionend']) {
      input.addEventListener(event, () => this.#caret.update());
    }
  }

  show(state: PromptState): void {
    this.#path.textContent = state.path;
    this.#field.input.placeholder = state.hint;
    this.#doubt.lineBytes = state.lineBytes;
    this.#field.input.setAttribute('aria-label', t('Message'));
    this.#caret.update();
  }

  /** What Tab completes from now on. @param commands those that a slash offers; as they were when left out */
  learn(vocabulary: Vocabulary, commands?: readonly CommandWords[]): void {
    this.#completer.learn(vocabulary, commands);
    if (commands) this.#commands.learn(commands);
    if (commands) this.#doubt.commands = commands;
    this.#caret.update();
  }

  /** Offers the commands, as a slash in an empty prompt does. What was typed can be had back with Up. */
  offerCommands(): void {
    if (!this.text.startsWith('/')) this.#giveUp();
    this.focus();
    if (this.text === '') this.insert('/');
    else this.#commands.edited();
  }

  focus(): void {
    this.#field.focus();
  }

  get isFocused(): boolean {
    return this.#field.isFocused;
  }

  get text(): string {
    return this.#field.text;
  }

  /** Another tab's half-typed text, and what is answered there. */
  begin(text: string, answered: MessageLine | undefined): void {
    this.#field.begin(text);
    this.recall.endWalk();
    this.#commands.close();
    this.#answer.show(answered);
    this.#doubt.clear();
    this.#caret.update();
  }

  /** Puts a text in at the caret, as if it had been pasted there. */
  insert(text: string): void {
    this.#field.insert(text);
  }

  /** Writes a nick: to whom a message speaks stands first in it. */
  mention(nick: string): void {
    const { text, caret = text.length } = this.#field;
    const gap = /\S$/.test(text.slice(0, caret)) ? ' ' : '';
    this.insert(text === '' ? `${nick}: ` : `${gap}${nick} `);
  }

  /** The next message answers this line. */
  answer(line: MessageLine): void {
    this.#answer.show(line);
    this.#listener.answering(line);
    this.focus();
  }

  /** This line cannot be answered any more. */
  stopAnswering(id: string): void {
    if (this.#answer.line?.id === id) this.#stopAnswering();
  }

  get #suggested(): string {
    const suggestion = this.isFocused ? this.#completer.suggestion : undefined;
    return suggestion ? suggestionText(this.text, suggestion) : '';
  }

  /** Enter and arrows belong to the input method while it composes. What does nothing here is the browser's. */
  #key(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || event.altKey || event.metaKey) return;
    if (event.ctrlKey ? this.#held(event) : this.#pressed(event)) event.preventDefault();
  }

  /** Ctrl+C with nothing to copy clears the line, as in a terminal. */
  #held({ key, shiftKey }: KeyboardEvent): boolean {
    if (key.toLowerCase() !== 'c' || shiftKey) return false;
    const isSelected = this.#field.caret === undefined || document.getSelection()?.isCollapsed === false;
    return !isSelected && this.#giveUp();
  }

  #pressed(event: KeyboardEvent): boolean {
    const { key, shiftKey, repeat } = event;
    if (this.#commands.pressed(event)) return true;
    if (key === 'Tab') return this.#complete(shiftKey ? -1 : 1);
    if (shiftKey) return false;
    switch (key) {
      case 'Enter':
        // Held down, it answers no question.
        return repeat || this.#enter();
      case 'ArrowUp':
        return this.#caret.isOnFirstRow && this.#bring(this.recall.older(this.text));
      case 'ArrowDown':
        return this.#caret.isOnLastRow && this.#bring(this.recall.newer(this.text));
      case 'ArrowLeft':
      case 'ArrowRight':
        return this.#takeSuggestion(key);
      case 'Escape':
        return this.#escape();
      case 'F7':
        return this.recall.openList();
      default:
        return false;
    }
  }

  /** With nothing to complete, Tab stays while something is typed: the next letters would go elsewhere. */
  #complete(direction: -1 | 1): boolean {
    const isDone = this.#completer.complete(direction);
    if (isDone) this.#caret.update();
    return isDone || (direction === 1 && this.text !== '');
  }

  /** The arrow that leads on, out of the end of the text. */
  #takeSuggestion(key: 'ArrowLeft' | 'ArrowRight'): boolean {
    const onward = isRightToLeft(this.text, this.text.length) ? 'ArrowLeft' : 'ArrowRight';
    return key === onward && this.#suggested !== '' && this.#complete(1);
  }

  /** @returns true: also with nothing to send, Enter breaks no line */
  #enter(): true {
    if (this.text.trim() !== '') this.#submit();
    return true;
  }

  #run(text: string): void {
    this.#put(text);
    this.#enter();
  }

  #submit(): void {
    const { text } = this;
    if (!this.#doubt.lets(text)) return;
    const answers = this.#answer.line?.id;
    this.recall.add(text);
    this.#field.begin('');
    this.#stopAnswering();
    this.#listener.submit(text, answers);
    this.#edited();
  }

  #stopAnswering(): void {
    if (this.#answer.line) this.#listener.answering(undefined);
    this.#answer.show(undefined);
  }

  /** Esc first takes back the answer, then the text. */
  #escape(): boolean {
    if (!this.#answer.line) return this.#giveUp();
    this.#stopAnswering();
    return true;
  }

  /** What was there can be had back with Up. */
  #giveUp(): boolean {
    if (this.text === '') return false;
    this.recall.add(this.text);
    this.#put('');
    return true;
  }

  /** Up and Down go on through what was typed before, also where that is a command. */
  #bring(text: string | undefined): boolean {
    if (text !== undefined) this.#put(text);
    this.#commands.close();
    return true;
  }

  #put(text: string): void {
    this.#field.replace(text, 0, this.text.length);
  }

  #edited(): void {
    this.#doubt.clear();
    this.#caret.update();
    this.#commands.edited();
    this.#listener.changed(this.text);
  }
}
