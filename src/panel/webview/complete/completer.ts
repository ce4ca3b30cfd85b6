import type { Vocabulary } from '../../protocol.ts';
import { visibleName } from '../../../chat/visible.ts';
import type { TextField } from '../prompt/field.ts';
import { completionAt, type Completion, type Words } from './completion.ts';
import type { Suggestion } from './suggestionText.ts';

/** Completions of one place, walked with Tab. */
interface Walk {
  readonly completion: Completion;
  readonly at: number;
  /** What stands in the field, and where the caret is, as long as nobody has touched it. */
  readonly text: string;
  readonly caret: number;
}

/** Completes what is typed in a field: Tab after Tab all that fits, and beforehand the first of them as a suggestion. */
export class Completer {
  readonly #field: TextField;
  #words: Words = { nicks: [], rooms: [], commands: [] };
  #walk: Walk | undefined;

  constructor(field: TextField) {
    this.#field = field;
  }

  /** Names that could not be shown as they are cannot be typed either. */
  learn({ nicks, rooms }: Vocabulary, commands: Words['commands'] = this.#words.commands): void {
    const isPlain = (name: string): boolean => visibleName(name) === name && !/\s/.test(name);
    this.#words = { nicks: nicks.filter(isPlain), rooms: rooms.filter(isPlain), commands };
  }

  /** What Tab would make of the word before the caret, if the caret is at the end and there is such a word. */
  get suggestion(): Suggestion | undefined {
    const { text, isAtEnd, isComposing } = this.#field;
    if (!isAtEnd || isComposing || this.#isWalking) return undefined;
    const completion = completionAt(text, text.length, this.#words);
    const typed = text.slice(completion?.start);
    const whole = completion?.texts[0]?.trimEnd();
    if (completion === undefined || typed === '' || whole === undefined) return undefined;
    return whole.length > typed.length ? { typed, whole } : undefined;
  }

  /**
   * Completes, or goes on to the next that fits, or with -1 back to the one before.
   *
   * @returns false when there was nothing to do: the key may do something else
   */
  complete(direction: -1 | 1): boolean {
    const { caret, text, isComposing } = this.#field;
    if (isComposing || caret === undefined) return false;
    if (this.#walk && this.#isWalking) {
      const { completion, at } = this.#walk;
      this.#put(completion, (at + direction + completion.texts.length) % completion.texts.length);
      return true;
    }
    const completion = direction === 1 ? completionAt(text, caret, this.#words) : undefined;
    if (completion) this.#put(completion, 0);
    return completion !== undefined;
  }

  /** With only one that fits there is nothing to walk: the next Tab completes what comes then. */
  get #isWalking(): boolean {
    const { text, caret } = this.#field;
    const walk = this.#walk;
    return walk?.text === text && walk.caret === caret && walk.completion.texts.length > 1;
  }

  #put(completion: Completion, at: number): void {
    const text = completion.texts[at] ?? '';
    this.#field.replace(text, completion.start, completion.end);
    const end = completion.start + text.length;
    this.#walk = { completion: { ...completion, end }, at, text: this.#field.text, caret: end };
  }
}
