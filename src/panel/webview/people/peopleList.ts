import type { Vocabulary } from '../../protocol.ts';
import { visibleName } from '../../../chat/visible.ts';
import { button, element } from '../element.ts';
import { nickColour } from '../look/colours.ts';
import { OptionList } from '../optionList.ts';
import { t } from '../words.ts';

/** People whom the list of a room shows; of more it says how many. */
export const maxListedPeople = 1_000;

/** How many people there are, in words. */
export function peopleCount(count: number): string {
  return count === 1 ? t('1 person') : t('{count} people', { count });
}

/** The people of the room: a button that says how many they are, and the list that it opens. */
export class PeopleList {
  readonly button = button('action people', '', () => this.#toggle());
  readonly #list = new OptionList('people-list', at => this.#choose(at));
  readonly #chosen: (nick: string, at: HTMLElement) => void;
  #people: Vocabulary = { nicks: [], rooms: [], own: '', muted: [] };
  #shown: readonly string[] = [];

  /** @param chosen takes a person who was chosen, and where that was */
  constructor(chosen: (nick: string, at: HTMLElement) => void) {
    this.#chosen = chosen;
    this.button.ariaHasPopup = 'listbox';
    this.button.ariaExpanded = 'false';
    // Pressed again, it closes the list, which until then keeps the focus.
    this.button.addEventListener('mousedown', event => event.preventDefault());
    this.view.addEventListener('keydown', event => this.#key(event));
    this.view.addEventListener('blur', () => this.#hide());
  }

  get view(): HTMLElement {
    return this.#list.view;
  }

  /** @param isRoom whether there is a room whose people can be listed */
  show(people: Vocabulary, isRoom: boolean): void {
    this.#people = people;
    const count = people.nicks.length + 1;
    this.button.hidden = !isRoom || people.own === '';
    this.button.textContent = peopleCount(count);
    if (this.button.hidden) this.#hide();
    else if (this.#list.isOpen) this.#fill(this.#shown[this.#list.at]);
  }

  #toggle(): void {
    if (this.#list.isOpen) return this.button.focus();
    this.#fill(undefined);
    this.button.ariaExpanded = 'true';
    this.view.focus({ preventScroll: true });
  }

  /** @param active the nick that is to be the active one again */
  #fill(active: string | undefined): void {
    const { nicks, own } = this.#people;
    const all = [own, ...nicks].sort((one, other) => one.localeCompare(other));
    this.#shown = all.slice(0, maxListedPeople);
    const views = this.#shown.map(nick => this.#optionView(nick));
    const left = all.length - this.#shown.length;
    if (left > 0) views.push(element('div', 'more', t('… and {count} more', { count: left })));
    this.view.ariaLabel = t('People in this room');
    this.#list.show(views, Math.max(0, active === undefined ? 0 : this.#shown.indexOf(active)));
  }

  #optionView(nick: string): HTMLElement {
    const view = element('div', 'option', '', { role: 'option' });
    view.append(element('bdi', `nick nick-${nickColour(nick)}`, visibleName(nick)));
    if (nick === this.#people.own) view.append(` (${t('you')})`);
    if (this.#people.muted.includes(nick)) view.append(` (${t('muted')})`);
    return view;
  }

  #key(event: KeyboardEvent): void {
    const { key } = event;
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (key === 'Enter' || key === ' ') this.#choose(this.#list.at);
    else if (key === 'Escape' || key === 'Tab') this.button.focus();
    else if (key.length === 1) this.#goToLetter(key);
    else if (!this.#list.move(key)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** The next one whose nick begins with it, all around. */
  #goToLetter(letter: string): void {
    const count = this.#shown.length;
    const places = this.#shown.map((_, step) => (this.#list.at + 1 + step) % count);
    const at = places.find(place => this.#shown[place]?.toLowerCase().startsWith(letter.toLowerCase()));
    if (at !== undefined) this.#list.goTo(at);
  }

  #choose(at: number): void {
    const nick = this.#shown[at];
    if (nick === undefined || nick === this.#people.own) return;
    // The menu stands at the button: the list goes when it loses the focus.
    this.#chosen(nick, this.button);
  }

  #hide(): void {
    if (!this.#list.isOpen) return;
    this.button.ariaExpanded = 'false';
    this.#list.hide();
  }
}
