import { button } from './element.ts';
import { t } from './words.ts';

/** Pixels from the end within which one still counts as being there. */
const nearEnd = 8;

/** Follows what grows at the end of `view` when one is there, else counts it and offers to go there. */
export class Following {
  /** Leads to the lines below, when there are some that were not seen. */
  readonly below = button('below', '', () => this.toEnd());
  readonly #view: HTMLElement;
  #isFollowing = true;
  #top = 0;
  #count = 0;

  /**
   * @param view what scrolls
   * @param contents what in it may grow by itself
   */
  constructor(view: HTMLElement, contents: readonly HTMLElement[]) {
    this.#view = view;
    this.below.hidden = true;
    view.addEventListener('scroll', () => this.#scrolled());
    const resized = new ResizeObserver(() => this.#keepAtEnd());
    for (const element of [view, ...contents]) resized.observe(element);
  }

  get isFollowing(): boolean {
    return this.#isFollowing;
  }

  /** To be told after `count` lines were put at the end. */
  added(count: number): void {
    if (this.#isFollowing) this.#keepAtEnd();
    else this.#show(this.#count + count);
  }

  toEnd(): void {
    this.#isFollowing = true;
    this.#show(0);
    this.#keepAtEnd();
  }

  #scrolled(): void {
    const { scrollTop, clientHeight, scrollHeight } = this.#view;
    const isAtEnd = scrollTop + clientHeight >= scrollHeight - nearEnd;
    // The event comes late: when the view has become lower in between, nobody has scrolled away from the end.
    this.#isFollowing = isAtEnd || (this.#isFollowing && scrollTop >= this.#top);
    if (!this.#isFollowing) return;
    this.#show(0);
    this.#keepAtEnd();
  }

  #keepAtEnd(): void {
    if (!this.#isFollowing) return;
    this.#view.scrollTop = this.#view.scrollHeight;
    this.#top = this.#view.scrollTop;
  }

  #show(count: number): void {
    this.#count = count;
    this.below.hidden = count === 0;
    this.below.textContent = count === 1 ? t('1 new line below') : t('{count} new lines below', { count });
  }
}
