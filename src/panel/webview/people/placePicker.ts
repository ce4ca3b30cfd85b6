import { visibleName, visibleWord } from '../../../chat/visible.ts';
import { maxPlaceNameLength } from '../../messageLimits.ts';
import type { RoomChoice } from '../../protocol.ts';
import { button, element } from '../element.ts';
import { OptionList } from '../optionList.ts';
import { t } from '../words.ts';
import { peopleCount } from './peopleList.ts';

/** What the picker asks for. */
export interface PlaceActions {
  /** Wants to know which rooms and people there are; `learn` takes the answer. */
  readonly wantPlaces: () => void;
  readonly joinRoom: (room: string) => void;
  readonly openChat: (nick: string) => void;
}

/** Something that can be chosen: what it is called, what is said of it, and what choosing it does. */
interface Place {
  readonly name: string;
  /** In place of the name. */
  readonly label?: string;
  readonly about: string;
  /** Nobody knows yet whether it is there. */
  readonly isNew?: boolean;
  readonly go: () => void;
}

/** Rooms and people that are listed each. */
export const maxListedPlaces = 200;

/**
 * The way to a new tab: a button, and what it opens: a field, and below it the rooms of the server and the people there.
 * What is typed finds them, or names another room: the host knows only the largest, so that one may be there or not.
 */
export class PlacePicker {
  readonly button = button('action plus', '+', () => this.#toggle());
  readonly view = element('div', 'picker', '', { hidden: true, role: 'dialog' });
  readonly #input = element('input', 'words', '', {
    type: 'text',
    maxLength: maxPlaceNameLength,
    spellcheck: false,
    autocomplete: 'off',
    role: 'combobox',
  });
  readonly #list = new OptionList('places', at => this.#choose(at), this.#input);
  readonly #actions: PlaceActions;
  #rooms: readonly RoomChoice[] = [];
  #people: readonly string[] = [];
  #places: readonly Place[] = [];

  constructor(actions: PlaceActions) {
    this.#actions = actions;
    this.button.ariaExpanded = 'false';
    this.button.ariaHasPopup = 'dialog';
    this.#input.ariaAutoComplete = 'list';
    this.#input.ariaExpanded = 'true';
    // Pressed again, it closes what it has opened, which until then keeps the focus.
    this.button.addEventListener('mousedown', event => event.preventDefault());
    this.#input.addEventListener('input', () => this.#fill());
    this.view.addEventListener('keydown', event => this.#key(event));
    this.view.addEventListener('focusout', ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && this.view.contains(relatedTarget))) this.close();
    });
    this.view.append(this.#input, this.#list.view);
  }

  /** @param isOffered whether there is a server with rooms and people */
  show(isOffered: boolean): void {
    this.button.hidden = !isOffered;
    this.button.ariaLabel = this.button.title = t('New Room or Private Chat');
    if (!isOffered) this.close();
  }

  learn(rooms: readonly RoomChoice[], people: readonly string[]): void {
    this.#rooms = rooms;
    this.#people = people;
    if (!this.view.hidden) this.#fill();
  }

  close(): void {
    if (this.view.hidden) return;
    this.view.hidden = true;
    this.#list.hide();
    this.button.ariaExpanded = 'false';
  }

  #toggle(): void {
    if (!this.view.hidden) return this.button.focus();
    this.#actions.wantPlaces();
    this.view.ariaLabel = t('New Room or Private Chat');
    this.#input.ariaLabel = this.#input.placeholder = t('Room or person');
    this.#input.value = '';
    this.#rooms = [];
    this.#people = [];
    this.view.hidden = false;
    this.button.ariaExpanded = 'true';
    this.#fill();
    this.#input.focus();
  }

  /** What stays active is the option of the same name. */
  #fill(): void {
    const typed = this.#input.value.trim();
    const active = this.#places[this.#list.at]?.name;
    const places = [...this.#roomsFor(typed), ...this.#peopleFor(typed)];
    this.#places = places.toSorted((one, other) => rankOf(one, typed) - rankOf(other, typed));
    const at = this.#places.findIndex(({ name }) => name === active);
    this.view.ariaLabel = t('New Room or Private Chat');
    this.#list.view.ariaLabel = t('Rooms and people');
    this.#list.show(this.#places.map(optionView), at >= 0 ? at : typed === '' ? -1 : 0);
  }

  #roomsFor(typed: string): Place[] {
    const { joinRoom } = this.#actions;
    const name = /^[#&]/.test(typed) ? typed : `#${typed}`;
    const found = this.#rooms.filter(room => isLike(room.name, typed) || isLike(room.topic, typed));
    const isThere = found.some(room => room.name.toLowerCase() === name.toLowerCase());
    const places = found.slice(0, maxListedPlaces).map(room => ({
      name: room.name,
      about: [peopleCount(room.people), visibleWord(room.topic)].filter(part => part !== '').join(' · '),
      go: () => joinRoom(room.name),
    }));
    if (typed.replace(/^[#&]/, '') === '' || /\s/.test(typed) || isThere) return places;
    const label = t('Enter {room}', { room: visibleName(name) });
    return [...places, { name, label, about: '', isNew: true, go: () => joinRoom(name) }];
  }

  #peopleFor(typed: string): Place[] {
    const { openChat } = this.#actions;
    const found = this.#people.filter(nick => isLike(nick, typed));
    const isThere = found.some(nick => nick.toLowerCase() === typed.toLowerCase());
    const about = t('Private chat');
    const places = found.slice(0, maxListedPlaces).map(name => ({ name, about, go: () => openChat(name) }));
    if (typed === '' || /^[#&]|\s/.test(typed) || isThere) return places;
    return [...places, { name: typed, about, isNew: true, go: () => openChat(typed) }];
  }

  #key(event: KeyboardEvent): void {
    const { key } = event;
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    event.stopPropagation();
    if (key === 'Enter') this.#choose(this.#list.at);
    else if (key === 'Escape') this.button.focus();
    else if (key === 'Home' || key === 'End' || !this.#list.move(key)) return;
    event.preventDefault();
  }

  #choose(at: number): void {
    const place = this.#places[at];
    if (!place) return;
    this.close();
    place.go();
  }
}

const isLike = (name: string, typed: string): boolean =>
  name.toLowerCase().includes(typed.toLowerCase().replace(/^#/, ''));

/** What is called as typed comes first, what is not there yet last. */
function rankOf({ name, isNew }: Place, typed: string): number {
  if (isNew === true) return 3;
  const [called, wanted] = [name.toLowerCase(), typed.toLowerCase()];
  if (called === wanted) return 0;
  return called === `#${wanted}` ? 1 : 2;
}

function optionView({ name, label = visibleName(name), about }: Place): HTMLElement {
  const view = element('div', 'option', '', { role: 'option' });
  view.append(element('bdi', 'name', label));
  if (about !== '') view.append(' ', element('span', 'about', about));
  return view;
}
