import type { Banner, PanelAction } from '../protocol.ts';
import { actionButtons, keepFocusOnAction } from './actionButtons.ts';
import { element } from './element.ts';

/** Shows the banner in `place`, in the manner of cmd.exe's, with its buttons below. */
export class BannerView {
  readonly #place: HTMLElement;
  readonly #act: (action: PanelAction) => void;
  #offered = '';
  #shown = '';
  /** The last of its vital rows that there were. */
  #vital = '';
  #isAway = false;

  /** @param act called when one of the banner's buttons is pressed */
  constructor(place: HTMLElement, act: (action: PanelAction) => void) {
    this.#place = place;
    this.#act = act;
  }

  /**
   * After `hide` it stays away until something new can be done or has to be known; the button that has the focus keeps it.
   */
  update(banner: Banner): void {
    if (this.#isAway ? this.#isNews(banner) : JSON.stringify(banner) !== this.#shown) this.show(banner);
  }

  show(banner: Banner): void {
    this.#isAway = false;
    this.#offered = offersOf(banner);
    this.#shown = JSON.stringify(banner);
    this.#vital = vitalOf(banner) || this.#vital;
    keepFocusOnAction(this.#place, () => this.#place.replaceChildren(...this.#rows(banner)));
  }

  /** Goes away as with `cls`. */
  hide(): void {
    this.#isAway = true;
    this.#place.replaceChildren();
  }

  /** While the connection is away nothing has to be known of it; what is the same when it is back is no news. */
  #isNews(banner: Banner): boolean {
    const vital = vitalOf(banner);
    return offersOf(banner) !== this.#offered || (vital !== '' && vital !== this.#vital);
  }

  #rows({ title, rows, actions }: Banner): HTMLElement[] {
    const texts = [element('h1', 'row title', title), ...rows.map(row => element('div', 'row', row))];
    return actions.length > 0 ? [...texts, actionButtons(actions, this.#act)] : texts;
  }
}

function offersOf({ actions }: Banner): string {
  return actions.map(({ id }) => id).join(' ');
}

function vitalOf({ vital }: Banner): string {
  return vital.join('\n');
}
