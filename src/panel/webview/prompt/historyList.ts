import { element } from '../element.ts';
import { t } from '../words.ts';

/** Rows for which the room over the prompt must do. */
const fewRows = 5;

/** The list that F7 opens over the prompt, as in cmd.exe: what was typed before, to be sent again or edited. */
export class HistoryList {
  readonly view = element('div', 'history', '', { hidden: true, tabIndex: 0, role: 'listbox' });
  readonly #run: (text: string) => void;
  readonly #edit: (text: string) => void;
  readonly #closed: () => void;
  #texts: readonly string[] = [];
  #at = 0;

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
    this.view.addEventListener('click', event => this.#clicked(event));
    this.view.addEventListener('blur', () => this.#hide());
  }

  /** Opens at the newest; with nothing typed yet nothing happens. @param texts oldest first @returns true */
  open(texts: readonly string[]): true {
    if (texts.length === 0) return true;
    this.#texts = texts;
    this.view.ariaLabel = t('Typed before');
    this.view.replaceChildren(...texts.map(optionView));
    this.view.hidden = false;
    this.#place();
    this.#goTo(texts.length - 1);
    this.view.focus({ preventScroll: true });
    return true;
  }

  /** Over the prompt, or below it where there is more room: a prompt that stands high has little above it. */
  #place(): void {
    const prompt = this.view.parentElement?.getBoundingClientRect();
    if (!prompt) return;
    const below = window.innerHeight - prompt.bottom;
    const isBelow = prompt.top < fewRows * this.#rowHeight && below > prompt.top;
    this.view.classList.toggle('under', isBelow);
    this.view.style.setProperty('--room', `${isBelow ? below : prompt.top}px`);
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
    if (key === 'Enter') this.#choose(this.#run);
    else if (key === 'ArrowLeft' || key === 'ArrowRight') this.#choose(this.#edit);
    else if (key === 'Escape' || key === 'F7' || key === 'Tab') this.#close();
    else return this.#move(key);
    return true;
  }

  #move(key: string): boolean {
    const last = this.#texts.length - 1;
    const page = Math.max(1, Math.floor(this.view.clientHeight / this.#rowHeight) - 1);
    const places: Readonly<Record<string, number>> = {
      ArrowUp: this.#at === 0 ? last : this.#at - 1,
      ArrowDown: this.#at === last ? 0 : this.#at + 1,
      PageUp: Math.max(0, this.#at - page),
      PageDown: Math.min(last, this.#at + page),
      Home: 0,
      End: last,
    };
    const place = places[key];
    if (place !== undefined) this.#goTo(place);
    return place !== undefined;
  }

  get #rowHeight(): number {
    const first = this.view.firstElementChild;
    return Math.max(1, first instanceof HTMLElement ? first.offsetHeight : 0);
  }

  /** The next one upwards that begins with it, all around. */
  #goToLetter(letter: string): void {
    const count = this.#texts.length;
    for (let step = 1; step <= count; step += 1) {
      const at = (this.#at - step + count) % count;
      if (this.#texts[at]?.toLowerCase().startsWith(letter.toLowerCase()) !== true) continue;
      this.#goTo(at);
      return;
    }
  }

  #goTo(at: number): void {
    this.view.children[this.#at]?.setAttribute('aria-selected', 'false');
    this.#at = at;
    const option = this.view.children[at];
    option?.setAttribute('aria-selected', 'true');
    option?.scrollIntoView({ block: 'nearest' });
    this.view.setAttribute('aria-activedescendant', optionId(at));
  }

  #clicked(event: MouseEvent): void {
    const option = event.target instanceof Element ? event.target.closest('[role="option"]') : null;
    const at = option ? [...this.view.children].indexOf(option) : -1;
    if (at < 0) return;
    this.#goTo(at);
    this.#choose(this.#edit);
  }

  #choose(take: (text: string) => void): void {
    const text = this.#texts[this.#at] ?? '';
    this.#hide();
    take(text);
  }

  #close(): void {
    this.#hide();
    this.#closed();
  }

  #hide(): void {
    this.view.hidden = true;
    this.view.replaceChildren();
    this.#texts = [];
    this.#at = 0;
  }
}

const optionId = (at: number): string => `typed-${at}`;

/** Numbered as cmd.exe numbers them; a line break in a text is a sign in its row. */
function optionView(text: string, at: number): HTMLElement {
  const view = element('div', 'option', '', { id: optionId(at), role: 'option', ariaSelected: 'false' });
  const words = element('bdi', 'words', text.slice(0, maxShown).toWellFormed().replaceAll('\n', '⏎ '));
  view.append(element('span', 'number', `${at}: `), words);
  return view;
}

/** Characters of a text that its row can hold at most. */
const maxShown = 300;
