import { element } from './element.ts';

/** Rows for which the room over the list's owner must do. */
const fewRows = 5;

/**
 * A list to choose from, over the part of the page that holds it or below. It has the focus itself, or a field keeps that
 * and is told which option is the active one. https://www.w3.org/WAI/ARIA/apg/patterns/listbox/
 */
export class OptionList {
  readonly view: HTMLElement;
  readonly #name: string;
  readonly #focused: HTMLElement;
  #options: readonly HTMLElement[] = [];
  #at = -1;

  /**
   * @param name class and id of its element
   * @param choose takes the place of the option that is clicked
   * @param field keeps the focus; without one the list can have it
   */
  constructor(name: string, choose: (at: number) => void, field?: HTMLElement) {
    this.#name = name;
    this.view = element('div', `list ${name}`, '', { id: name, hidden: true, role: 'listbox' });
    if (field === undefined) this.view.tabIndex = 0;
    this.#focused = field ?? this.view;
    // Where the focus is, it stays.
    this.view.addEventListener('mousedown', event => event.preventDefault());
    this.view.addEventListener('click', event => {
      const option = event.target instanceof Element ? event.target.closest('[role="option"]') : null;
      const at = this.#options.findIndex(one => one === option);
      if (at >= 0) choose(at);
    });
  }

  get isOpen(): boolean {
    return !this.view.hidden;
  }

  /** The place of the active option; -1 for none. */
  get at(): number {
    return this.#at;
  }

  get count(): number {
    return this.#options.length;
  }

  /** Opens with these, or shows them instead of others. @param at which is active at first; -1 for none */
  show(children: readonly HTMLElement[], at: number): void {
    this.view.replaceChildren(...children);
    this.#options = [...this.view.querySelectorAll<HTMLElement>('[role="option"]')];
    this.#options.forEach((option, place) => {
      option.id = `${this.#name}-${place}`;
      option.ariaSelected = 'false';
    });
    this.view.hidden = false;
    if (this.#focused !== this.view) this.#focused.setAttribute('aria-controls', this.view.id);
    this.#place();
    this.goTo(at);
  }

  hide(): void {
    this.view.hidden = true;
    this.view.replaceChildren();
    this.#options = [];
    this.#at = -1;
    for (const name of ['aria-controls', 'aria-activedescendant']) this.#focused.removeAttribute(name);
  }

  /** Makes an option the active one; -1 for none. */
  goTo(at: number): void {
    const before = this.#options[this.#at];
    if (before) before.ariaSelected = 'false';
    this.#at = at;
    const option = this.#options[at];
    if (!option) return this.#focused.removeAttribute('aria-activedescendant');
    option.ariaSelected = 'true';
    option.scrollIntoView({ block: 'nearest' });
    this.#focused.setAttribute('aria-activedescendant', option.id);
  }

  /** Moves on as the key says: Up and Down all around, a page, to the ends. @returns false for other keys */
  move(key: string): boolean {
    const last = this.count - 1;
    const page = Math.max(1, Math.floor(this.view.clientHeight / this.#rowHeight) - 1);
    const places: Readonly<Record<string, number>> = {
      ArrowUp: this.#at <= 0 ? last : this.#at - 1,
      ArrowDown: this.#at === last ? 0 : this.#at + 1,
      PageUp: Math.max(0, this.#at - page),
      PageDown: Math.min(last, this.#at + page),
      Home: 0,
      End: last,
    };
    const place = places[key];
    if (place !== undefined) this.goTo(place);
    return place !== undefined;
  }

  get #rowHeight(): number {
    return Math.max(1, this.#options[0]?.offsetHeight ?? 0);
  }

  /** Over its owner, or below it where there is more room: what stands high has little above it. */
  #place(): void {
    const owner = this.view.parentElement?.getBoundingClientRect();
    if (!owner) return;
    const below = window.innerHeight - owner.bottom;
    const isBelow = owner.top < fewRows * this.#rowHeight && below > owner.top;
    this.view.classList.toggle('under', isBelow);
    this.view.style.setProperty('--room', `${isBelow ? below : owner.top}px`);
  }
}
