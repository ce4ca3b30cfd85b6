import type { FromWebview, RoomChoice, TabState, Vocabulary } from '../protocol.ts';
import { button, element } from './element.ts';
import type { NickMenu } from './people/nickMenu.ts';
import { PeopleList } from './people/peopleList.ts';
import { PlacePicker } from './people/placePicker.ts';
import { t } from './words.ts';

/** What the row asks of the page around it. */
interface BarActions {
  /** Opens the search. */
  readonly find: () => void;
  readonly send: (message: FromWebview) => void;
  /** Another tab is on its way: the keyboard is for the prompt. */
  readonly leave: () => void;
}

/** The row above the log: the tabs, the way to new ones, the people of the room, and search. */
export class TopBar {
  readonly view = element('div', 'bar');
  readonly #nickMenu: NickMenu;
  readonly #people: PeopleList;
  readonly #picker: PlacePicker;
  readonly #find: HTMLButtonElement;
  #vocabulary: Vocabulary = { nicks: [], rooms: [], own: '', muted: [] };
  #tab: TabState | undefined;

  /** @param tabs stands at its beginning */
  constructor(tabs: HTMLElement, nickMenu: NickMenu, actions: BarActions) {
    const { find, send, leave } = actions;
    const tab = (): string => this.#tab?.id ?? '';
    this.#nickMenu = nickMenu;
    this.#people = new PeopleList((nick, at) => nickMenu.open(nick, at));
    this.#picker = new PlacePicker({
      wantPlaces: () => send({ type: 'wantPlaces', tab: tab() }),
      joinRoom: room => {
        send({ type: 'joinRoom', tab: tab(), room });
        leave();
      },
      openChat: nick => {
        send({ type: 'openChat', tab: tab(), nick });
        leave();
      },
    });
    this.#find = button('action find', '', find);
    const end = element('div', 'bar-end');
    end.append(this.#people.button, this.#find);
    this.view.append(tabs, this.#picker.button, end, this.#picker.view, this.#people.view);
  }

  /** Another tab is open, or stands otherwise. */
  showTab(tab: TabState | undefined): void {
    this.#tab = tab;
    this.#find.textContent = t('Find');
    this.#picker.show(tab !== undefined && tab.kind !== 'start' && !tab.over);
    this.#showPeople();
  }

  learn(vocabulary: Vocabulary): void {
    this.#vocabulary = vocabulary;
    this.#nickMenu.learn(vocabulary.muted);
    this.#showPeople();
  }

  showPlaces(rooms: readonly RoomChoice[], people: readonly string[]): void {
    this.#picker.learn(rooms, people);
  }

  #showPeople(): void {
    this.#people.show(this.#vocabulary, this.#tab?.kind === 'room' && !this.#tab.out);
  }
}
