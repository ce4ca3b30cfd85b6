import { button, element } from '../element.ts';
import { t } from '../words.ts';

/** Pixels from the top within which older lines are asked for. */
const nearTop = 200;

/** What stands above the first line: the way to older ones, or how many are no longer here. */
export class TopRow {
  readonly view = element('div', 'top');
  readonly #ask: () => void;
  readonly #button: HTMLButtonElement;
  readonly #gone = element('div', 'dropped');
  #hasOlder = false;
  #isAsked = false;

  /** @param ask asks for older lines */
  constructor(ask: () => void) {
    this.#ask = ask;
    this.#button = button('action older', '', () => this.wantOlder());
    this.view.append(this.#button, this.#gone);
    this.show(false, 0);
  }

  /** Older lines are there to be had, or were dropped: then those before them cannot be put in their place. */
  show(hasOlder: boolean, dropped: number): void {
    this.#hasOlder = hasOlder && dropped === 0;
    this.#button.hidden = !this.#hasOlder;
    this.#button.textContent = t('Show earlier lines');
    this.#gone.hidden = dropped === 0;
    this.#gone.textContent = t('Earlier lines that are no longer here: {count}', { count: dropped });
  }

  /** The question was answered, or is no longer of interest. */
  answered(): void {
    this.#isAsked = false;
  }

  /** To be told where what scrolls is. */
  scrolled(top: number): void {
    if (top < nearTop) this.wantOlder();
  }

  /** Asks, once until there is an answer. */
  wantOlder(): void {
    if (!this.#hasOlder || this.#isAsked) return;
    this.#isAsked = true;
    this.#ask();
  }
}
