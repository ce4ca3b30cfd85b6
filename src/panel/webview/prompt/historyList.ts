import { element } from '../element.ts';
import { OptionList } from '../optionList.ts';
import { t } from '../words.ts';

/** The list that F7 opens over the prompt, as in cmd.exe: what was typed before, to be sent again or edited. */
export class HistoryList {
  readonly #list = new OptionList('history', at => this.#choose(this.#edit, at));
  readonly #run: (text: string) => void;
  readonly #edit: (text: string) => void;
  readonly #closed: () => void;
  #texts: readonly string[] = [];

  /**
   * @param run takes the text to be sent at once, on Enter, as cmd.exe runs it
   * @param edit takes the text to be edited, on Left or Right
   * @param closed is called when nothing was chosen
   */
  constructor(run: (text: string) => void, edit: (text: string) => void, closed: () => void) {
    this.#run = run;
    this.#edit = edit;
    this.#closed = closed;
    this.view.addEventListener('keydown', event => this.#key(event));
    this.view.addEventListener('blur', () => this.#list.hide());
  }

  get view(): HTMLElement {
    return this.#list.view;
  }

  /** Opens at the newest; with nothing typed yet nothing happens. @param texts oldest first @returns true */
  open(texts: readonly string[]): true {
    if (texts.length === 0) return true;
    this.#texts = texts;
    this.view.ariaLabel = t('Typed before');
    this.#list.show(texts.map(optionView), texts.length - 1);
    this.view.focus({ preventScroll: true });
    return true;
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.key.length === 1) this.#goToLetter(event.key);
    else if (!this.#pressed(event.key)) return;
    event.preventDefault();
    // Neither the prompt nor the page is to take it too.
    event.stopPropagation();
  }

  #pressed(key: string): boolean {
    if (key === 'Enter') this.#choose(this.#run, this.#list.at);
    else if (key === 'ArrowLeft' || key === 'ArrowRight') this.#choose(this.#edit, this.#list.at);
    else if (key === 'Escape' || key === 'F7' || key === 'Tab') this.#close();
    else return this.#list.move(key);
    return true;
  }

  /** The next one upwards that begins with it, all around. */
  #goToLetter(letter: string): void {
    const count = this.#texts.length;
    for (let step = 1; step <= count; step += 1) {
      const at = (this.#list.at - step + count) % count;
      if (this.#texts[at]?.toLowerCase().startsWith(letter.toLowerCase()) !== true) continue;
      this.#list.goTo(at);
      return;
    }
  }

  #choose(take: (text: string) => void, at: number): void {
    const text = this.#texts[at] ?? '';
    this.#list.hide();
    take(text);
  }

  #close(): void {
    this.#list.hide();
    this.#closed();
  }
}

/** Numbered as cmd.exe numbers them; a line break in a text is a sign in its row. */
function optionView(text: string, at: number): HTMLElement {
  const view = element('div', 'option', '', { role: 'option' });
  const words = element('bdi', 'words', text.slice(0, maxShown).toWellFormed().replaceAll('\n', '⏎ '));
  view.append(element('span', 'number', `${at}: `), words);
  return view;
}

/** Characters of a text that its row can hold at most. */
const maxShown = 300;
