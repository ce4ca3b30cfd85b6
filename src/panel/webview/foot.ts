import type { OfferedAction, PanelAction, TabState } from '../protocol.ts';
import { actionButtons, keepFocusOnAction } from './actionButtons.ts';
import { button, element } from './element.ts';
import { t } from './words.ts';

/** What its buttons do. */
interface FootActions {
  act(action: PanelAction): void;
  /** Offers the commands in the prompt. */
  commands(): void;
  /** The button that had the focus is gone. */
  lost(): void;
}

/** The row below the prompt: what can be done now, and the ways to commands and files. */
export class Foot {
  readonly view = element('div', 'foot');
  readonly #actions: FootActions;
  readonly #now = element('div', 'now');
  readonly #commands: HTMLButtonElement;
  readonly #file: HTMLButtonElement;

  constructor(actions: FootActions) {
    this.#actions = actions;
    this.#commands = button('action', '/', () => actions.commands());
    this.#file = button('action clip', '', () => actions.act('sendFile'));
    this.#file.append(clipView());
    const tools = element('div', 'tools');
    tools.append(this.#commands, this.#file);
    this.view.append(this.#now, tools);
  }

  /** What can be done now; the button that has the focus keeps it. */
  showActions(actions: readonly OfferedAction[]): void {
    const hadFocus = this.#now.contains(document.activeElement);
    keepFocusOnAction(this.#now, () =>
      this.#now.replaceChildren(actionButtons(actions, action => this.#actions.act(action))),
    );
    if (hadFocus && !this.#now.contains(document.activeElement)) this.#actions.lost();
  }

  /** Another tab is open, or stands otherwise: files go where something can be said. */
  showTab(tab: TabState | undefined): void {
    this.#commands.ariaLabel = this.#commands.title = t('Commands');
    this.#file.ariaLabel = t('Send File…');
    this.#file.title = t('Send File…, or drop one on the chat. From the Explorer, hold Shift.');
    const isTalk = tab?.kind === 'room' || tab?.kind === 'private';
    this.#file.hidden = !isTalk || tab.out || tab.over;
  }
}

const svg = 'http://www.w3.org/2000/svg';

/** A paper clip, in the colour of the text. */
function clipView(): SVGSVGElement {
  const view = document.createElementNS(svg, 'svg');
  view.setAttribute('viewBox', '0 0 16 16');
  view.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(svg, 'path');
  path.setAttribute(
    'd',
    'M12.5 7.5l-5 5a3 3 0 0 1-4.2-4.2l5.6-5.6a2 2 0 0 1 2.9 2.9l-5.4 5.3a1 1 0 0 1-1.4-1.4l4.6-4.6',
  );
  view.append(path);
  return view;
}
