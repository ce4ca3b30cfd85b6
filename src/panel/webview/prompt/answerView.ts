import type { MessageLine } from '../../../chat/line.ts';
import { shownText } from '../../../chat/lineText.ts';
import { button, element } from '../element.ts';
import { t } from '../words.ts';

/** Characters of the answered line that are shown. */
const maxWords = 80;

/** Over the prompt, which line the next message answers. */
export class AnswerView {
  readonly view = element('div', 'answering', '', { hidden: true });
  readonly #words = element('bdi', 'words');
  readonly #close: HTMLButtonElement;
  #line: MessageLine | undefined;

  /** @param closed called when the user takes the answer back */
  constructor(closed: () => void) {
    this.#close = button('close', '✕', closed);
    this.view.append(this.#words, this.#close);
  }

  get line(): MessageLine | undefined {
    return this.#line;
  }

  show(line: MessageLine | undefined): void {
    this.#line = line;
    this.view.hidden = line === undefined;
    this.#close.ariaLabel = this.#close.title = t('Cancel Reply');
    this.#words.textContent = line ? t('Reply to {nick}: {words}', wordsOf(line)) : '';
  }
}

function wordsOf(line: MessageLine): { readonly nick: string; readonly words: string } {
  const { nick } = line;
  const row = shownText(line).trimStart().split('\n', 1)[0] ?? '';
  const words = row.length > maxWords ? `${row.slice(0, maxWords).toWellFormed()}…` : row;
  return { nick, words };
}
