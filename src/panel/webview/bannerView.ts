import type { Banner, PanelAction } from '../protocol.ts';
import { actionButtons, keepFocusOnAction } from './actionButtons.ts';
import { element } from './element.ts';

/** Shows the banner in `place`, in the manner of cmd.exe's, with its buttons below. */
export class BannerView {
  readonly #place: HTMLElement;
  readonly #act: (action: PanelAction) => void;
  #offered = '';
  #shown = '';
  #isAway = false;

  /** @param act called when one of the banner's buttons is pressed */
  constructor(place: HTMLElement, act: (action: PanelAction) => void) {
    this.#place = place;
    this.#act = act;
  }

  /** After `hide` it stays away until something new can be done; the button that has the focus keeps it. */
  update(banner: Banner): void {
    const offers = banner.actions.map(({ id }) => id).join(' ');
    if (this.#isAway ? offers === this.#offered : JSON.stringify(banner) === this.#shown) return;
    this.show(banner);
  }

  show(banner: Banner): void {
    this.#isAway = false;
    this.#offered = banner.actions.map(({ id }) => id).join(' ');
    this.#shown = JSON.stringify(banner);
    keepFocusOnAction(this.#place, () => this.#place.replaceChildren(...this.#rows(banner)));
  }

  /** Goes away as with `cls`. */
  hide(): void {
    this.#isAway = true;
    this.#place.replaceChildren();
  }

  #rows({ title, rows, actions }: Banner): HTMLElement[] {
    const texts = [element('h1', 'row title', title), ...rows.map(row => element('div', 'row', row))];
    return actions.length > 0 ? [...texts, actionButtons(actions, this.#act)] : texts;
  }
}
