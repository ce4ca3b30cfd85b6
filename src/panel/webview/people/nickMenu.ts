import { visibleName } from '../../../chat/visible.ts';
import { button, element } from '../element.ts';
import { t } from '../words.ts';

/** What can be done with a person. */
export interface NickActions {
  /** Writes the nick into the prompt. */
  readonly mention: (nick: string) => void;
  /** Opens the private chat. */
  readonly message: (nick: string) => void;
  readonly mute: (nick: string, on: boolean) => void;
}

/** What opens the menu of a person: a nick that is no text alone. */
const opener = '[data-nick]';

/**
 * The menu of a person, at the nick that was pressed: in a line or in the list of people.
 * https://www.w3.org/WAI/ARIA/apg/patterns/menu-button/
 */
export class NickMenu {
  readonly view = element('div', 'nick-menu', '', { hidden: true, role: 'menu' });
  readonly #actions: NickActions;
  readonly #leave: () => void;
  #opener: HTMLElement | undefined;
  #muted: ReadonlySet<string> = new Set();

  /**
   * @param root holds what opens it
   * @param leave is called when the focus has to go to the prompt: what had opened it is gone, or a chat opens
   */
  constructor(root: HTMLElement, actions: NickActions, leave: () => void) {
    this.#actions = actions;
    this.#leave = leave;
    root.addEventListener('click', event => this.#clicked(event));
    root.addEventListener('keydown', event => this.#openByKey(event));
    this.view.addEventListener('keydown', event => this.#key(event));
    this.view.addEventListener('focusout', ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && this.view.contains(relatedTarget))) this.#hide();
    });
  }

  /** @param muted who is muted from now on */
  learn(muted: readonly string[]): void {
    this.#muted = new Set(muted.map(comparable));
  }

  /** Opens at `at`, which gets the focus back. */
  open(nick: string, at: HTMLElement): void {
    this.#hide();
    this.#opener = at;
    at.classList.add('with-nick-menu');
    this.view.ariaLabel = nick;
    this.view.replaceChildren(...this.#items(nick));
    this.view.hidden = false;
    this.#buttons[0]?.focus({ preventScroll: true });
  }

  #items(nick: string): HTMLElement[] {
    const { mention, message, mute } = this.#actions;
    const muted = this.#muted.has(comparable(nick));
    return [
      this.#item(t('Mention'), () => mention(nick)),
      this.#item(t('Private Message'), () => {
        message(nick);
        this.#leave();
      }),
      this.#item(muted ? t('Unmute') : t('Mute'), () => mute(nick, !muted)),
    ];
  }

  #item(label: string, act: () => void): HTMLElement {
    const made = button('item', label, () => {
      this.#close();
      act();
    });
    made.tabIndex = -1;
    made.role = 'menuitem';
    return made;
  }

  get #buttons(): HTMLElement[] {
    return [...this.view.querySelectorAll('button')];
  }

  /** The end of a selection over a nick is no click on it. */
  #clicked(event: MouseEvent): void {
    const at = openerAt(event.target);
    if (at && document.getSelection()?.isCollapsed !== false) this.open(at.dataset.nick ?? '', at);
  }

  #openByKey(event: KeyboardEvent): void {
    const at = event.target instanceof HTMLElement && event.target.matches(opener) ? event.target : undefined;
    if (!at || (event.key !== 'Enter' && event.key !== ' ')) return;
    event.preventDefault();
    this.open(at.dataset.nick ?? '', at);
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    event.stopPropagation();
    const buttons = this.#buttons;
    const at = buttons.findIndex(one => one === document.activeElement);
    const places: Readonly<Record<string, number>> = {
      ArrowUp: at - 1,
      ArrowDown: (at + 1) % buttons.length,
      Home: 0,
      End: -1,
    };
    const place = places[event.key];
    if (place !== undefined) buttons.at(place)?.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') this.#close();
    else return;
    event.preventDefault();
  }

  #close(): void {
    const at = this.#opener;
    this.#hide();
    if (at?.isConnected === true) at.focus({ preventScroll: true });
    else this.#leave();
  }

  #hide(): void {
    this.#opener?.classList.remove('with-nick-menu');
    this.#opener = undefined;
    this.view.hidden = true;
    this.view.replaceChildren();
  }
}

/** Lines show some nicks otherwise than they are, and who is muted may have been typed in another case. */
function comparable(nick: string): string {
  return visibleName(nick).toLowerCase();
}

function openerAt(target: EventTarget | null): HTMLElement | undefined {
  return target instanceof Element ? (target.closest<HTMLElement>(opener) ?? undefined) : undefined;
}
