import { button, element } from './element.ts';
import { maxSearchLength } from './log/limits.ts';
import type { LogView } from './log/logView.ts';
import { t } from './words.ts';

/** The bar that Ctrl+F opens: finds a text in the lines that are here. */
export class SearchBar {
  readonly view = element('div', 'search', '', { hidden: true, role: 'search' });
  readonly #log: LogView;
  readonly #input = element('input', 'words', '', {
    type: 'text',
    maxLength: maxSearchLength,
    spellcheck: false,
  });
  readonly #count = element('span', 'count', '', { role: 'status' });
  readonly #up = button('step', '↑', () => this.#find(-1));
  readonly #down = button('step', '↓', () => this.#find(1));
  readonly #close = button('close', '✕', () => this.close());
  #cameFrom: Element | null = null;

  constructor(log: LogView) {
    this.#log = log;
    this.#input.addEventListener('input', () => this.#find(-1));
    this.view.addEventListener('keydown', event => this.#key(event));
    this.view.append(this.#input, this.#count, this.#up, this.#down, this.#close);
  }

  /** Opens, or takes the focus again; a text that is selected in the log is what to look for. */
  open(selected: string): void {
    if (this.view.hidden) this.#cameFrom = document.activeElement;
    this.#name();
    this.view.hidden = false;
    if (selected !== '') this.#input.value = selected.slice(0, maxSearchLength).toWellFormed();
    this.#input.focus();
    this.#input.select();
    this.#find(-1);
  }

  /** Goes away, and the focus back to where it was. */
  close(): void {
    if (this.view.hidden) return;
    const hadFocus = this.view.contains(document.activeElement);
    this.view.hidden = true;
    this.#log.endFind();
    if (hadFocus && this.#cameFrom instanceof HTMLElement) this.#cameFrom.focus({ preventScroll: true });
    this.#cameFrom = null;
  }

  #name(): void {
    this.#input.ariaLabel = t('Find in the chat');
    this.#input.placeholder = t('Find');
    const names = [t('Previous match'), t('Next match'), t('Close')];
    [this.#up, this.#down, this.#close].forEach((view, at) => {
      view.ariaLabel = view.title = names[at] ?? '';
    });
  }

  #key(event: KeyboardEvent): void {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const isEnter = event.key === 'Enter' && event.target === this.#input;
    if (isEnter) this.#find(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape') this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #find(direction: -1 | 1): void {
    const text = this.#input.value;
    if (text === '') {
      this.#log.endFind();
      this.#count.textContent = '';
      return;
    }
    const { at, count } = this.#log.find(text, direction);
    this.#count.textContent = count === 0 ? t('no results') : t('{at} of {count}', { at, count });
  }
}
