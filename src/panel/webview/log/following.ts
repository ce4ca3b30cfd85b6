import { button } from '../element.ts';
import { t } from '../words.ts';

/** Pixels from the end that still count as the end. */
const nearEnd = 8;

/** Keeps `view` at its end when it is there; else counts new lines and offers to go to them. */
export class Following {
  /** Leads to the lines below, when there are some that were not seen. */
  readonly below: HTMLButtonElement;
  readonly #view: HTMLElement;
  #isFollowing = true;
  #top = 0;
  #count = 0;

  /**
   * @param view what scrolls
   * @param toEnd goes to its end
   */
  constructor(view: HTMLElement, toEnd: () => void) {
    this.#view = view;
    this.below = button('below', '', toEnd);
    this.below.hidden = true;
  }

  get isFollowing(): boolean {
    return this.#isFollowing;
  }

  /** To be told after `count` lines were put at the end. */
  added(count: number): void {
    if (!this.#isFollowing) this.#show(this.#count + count);
  }

  start(): void {
    this.#isFollowing = true;
    this.#show(0);
  }

  /** The user goes to another place; `scrolled` decides whether that is the end after all. */
  stop(): void {
    this.#isFollowing = false;
    this.#top = Infinity;
  }

  /** To be told after `view` has scrolled. */
  scrolled(): void {
    const { scrollTop, clientHeight, scrollHeight } = this.#view;
    const isAtEnd = scrollTop + clientHeight >= scrollHeight - nearEnd;
    // The event comes late: when the view has become lower in between, the user has not scrolled away from the end.
    this.#isFollowing = isAtEnd || (this.#isFollowing && scrollTop >= this.#top);
    if (this.#isFollowing) this.#show(0);
  }

  keepAtEnd(): void {
    this.#view.scrollTop = this.#view.scrollHeight;
    this.#top = this.#view.scrollTop;
  }

  #show(count: number): void {
    if (count === this.#count) return;
    this.#count = count;
    this.below.hidden = count === 0;
    this.below.textContent = count === 1 ? t('1 new line below') : t('{count} new lines below', { count });
  }
}
