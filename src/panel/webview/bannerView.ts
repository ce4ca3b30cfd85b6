import type { Banner, PanelAction } from '../protocol.ts';
import { button, element } from './element.ts';

/** Shows the banner in `place`, in the manner of cmd.exe's, with its buttons below. */
export class BannerView {
  readonly #place: HTMLElement;
  readonly #act: (action: PanelAction) => void;
  #offered = '';
  #isAway = false;

  /** @param act called when one of the banner's buttons is pressed */
  constructor(place: HTMLElement, act: (action: PanelAction) => void) {
    this.#place = place;
    this.#act = act;
  }

  /** After `hide` it stays away until something new can be done; the button that has the focus keeps it. */
  update(banner: Banner): void {
    const offers = banner.actions.map(({ id }) => id).join(' ');
    if (this.#isAway && offers === this.#offered) return;
    this.show(banner);
  }

  show(banner: Banner): void {
    const focused = document.activeElement;
    const action = this.#place.contains(focused) ? (focused as HTMLElement).dataset.action : undefined;
    this.#isAway = false;
    this.#offered = banner.actions.map(({ id }) => id).join(' ');
    this.#place.replaceChildren(...this.#rows(banner));
    if (action !== undefined) this.#place.querySelector<HTMLElement>(`[data-action="${action}"]`)?.focus();
  }

  /** Goes away as with `cls`. */
  hide(): void {
    this.#isAway = true;
    this.#place.replaceChildren();
  }

  #rows({ title, rows, actions }: Banner): HTMLElement[] {
    const texts = [element('h1', 'row title', title), ...rows.map(row => element('div', 'row', row))];
    return actions.length > 0 ? [...texts, this.#buttons(actions)] : texts;
  }

  #buttons(actions: Banner['actions']): HTMLElement {
    const place = element('div', 'actions');
    for (const { id, label } of actions) {
      const made = button('action', label, () => this.#act(id));
      made.dataset.action = id;
      place.append(made);
    }
    return place;
  }
}
