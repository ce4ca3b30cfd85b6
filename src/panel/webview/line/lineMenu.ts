import type { Line } from '../../../chat/line.ts';
import { button, element } from '../element.ts';
import { shownLine } from './lineView.ts';
import { t } from '../words.ts';
import type { LineActions } from './lineActions.ts';
import { menuActionsFor, menuParts, type MenuMode, type MenuSteps } from './menuParts.ts';

/**
 * What can be done with a line as a whole: a bar of buttons on the line that the mouse is over or that has the focus. It
 * is one for all lines, outside the log, so that no screen reader takes it for something that was said. On a line that has
 * the focus, Enter and the menu key go into it; `r`, `e` and Delete are short cuts. Where the bar would cover the line, a
 * mouse sees one button that opens it.
 */
export class LineMenu {
  readonly #view = element('div', 'line-menu', '', { hidden: true, role: 'toolbar' });
  readonly #actions: LineActions;
  #line: HTMLElement | undefined;
  #mode: MenuMode = 'actions';
  /** What it offers, to see whether that is still right when the line has changed. */
  #offers = '';
  readonly #watch = new MutationObserver(() => this.#changed());
  /** It was opened by keyboard: the line gets the focus back. */
  #givesBack = false;
  /** A text is being selected by mouse: the bar would lie over it. */
  #isPressed = false;
  /** The button with the focus gives way to others: nobody leaves. */
  #isChanging = false;

  /** @param root holds the log, and takes the bar in as its last child; it must be a positioned element */
  constructor(root: HTMLElement, actions: LineActions) {
    this.#actions = actions;
    this.#view.ariaLabel = t('This line');
    root.append(this.#view);
    root.addEventListener('pointerover', event => this.#pointed(event.target));
    root.addEventListener('pointerdown', event => {
      if (this.#contains(event.target)) return;
      this.#isPressed = true;
      this.#hide();
    });
    for (const end of ['pointerup', 'pointercancel', 'dragend'] as const)
      document.addEventListener(end, event => {
        this.#isPressed = false;
        this.#pointed(event.target);
      });
    root.addEventListener('pointerleave', () => this.#pointed(null));
    root.addEventListener('focusin', event => this.#focused(event.target));
    root.addEventListener('keydown', event => this.#lineKey(event));
    root.addEventListener('contextmenu', event => this.#menuKey(event));
    this.#listenWithin();
  }

  /** What is typed, pasted or clicked in here is not for the prompt. */
  #listenWithin(): void {
    this.#view.addEventListener('keydown', event => this.#ownKey(event));
    for (const type of ['click', 'paste'] as const) {
      this.#view.addEventListener(type, event => event.stopPropagation());
    }
    this.#view.addEventListener('pointerdown', event => {
      // The prompt keeps the focus when a button is pressed by mouse.
      if (!(event.target instanceof HTMLInputElement)) event.preventDefault();
    });
    this.#view.addEventListener('focusout', event => {
      if (!this.#isChanging && !this.#contains(event.relatedTarget)) this.#hide();
    });
  }

  #pointed(target: EventTarget | null): void {
    if (this.#contains(target) || this.#isInUse || this.#isPressed) return;
    const line = lineAt(target);
    if (line) this.#hint(line);
    else if (this.#line !== lineAt(document.activeElement)) this.#hide();
  }

  #focused(target: EventTarget | null): void {
    if (this.#contains(target) || this.#isPressed) return;
    const line = lineAt(target);
    if (line) this.#hint(line);
    else this.#hide();
  }

  /** Shows the bar where nobody has asked for it. */
  #hint(view: HTMLElement): void {
    this.#show(view, 'actions');
    const more = button('action more', '…', () => this.#show(view, 'actions'));
    more.ariaLabel = more.title = t('Actions');
    more.tabIndex = -1;
    if (this.#line === view) this.#view.prepend(more);
  }

  /** A sign is being typed or a question is open: a mouse that moves must not interrupt. */
  get #isInUse(): boolean {
    return this.#view.contains(document.activeElement) || (!this.#view.hidden && this.#mode === 'confirm');
  }

  #contains(target: EventTarget | null): boolean {
    return target instanceof Node && this.#view.contains(target);
  }

  #show(view: HTMLElement, mode: MenuMode): void {
    const line = shownLine(view);
    const offers = line ? menuActionsFor(line) : [];
    if (!line || offers.length === 0) {
      this.#hide();
      return;
    }
    if (this.#line !== view) this.#forget();
    this.#line = view;
    this.#mode = mode;
    this.#offers = offers.join(' ');
    view.classList.add('with-menu');
    this.#watch.observe(view, { childList: true, subtree: true, attributes: true });
    this.#isChanging = true;
    this.#view.replaceChildren(...menuParts(line, mode, { actions: this.#actions, ...this.#steps(view) }));
    this.#isChanging = false;
    this.#view.hidden = false;
  }

  /** The line was taken back, has arrived, or has not: what was offered may no longer be right. */
  #changed(): void {
    const view = this.#line;
    const line = view && shownLine(view);
    if (!line || menuActionsFor(line).join(' ') === this.#offers) return;
    if (menuActionsFor(line).length === 0) this.#leave();
    else if (this.#view.contains(document.activeElement)) {
      this.#show(view, 'actions');
      this.#enter();
    } else this.#hint(view);
  }

  #steps(view: HTMLElement): Pick<MenuSteps, 'open' | 'done'> {
    return {
      open: mode => {
        this.#show(view, mode);
        if (this.#givesBack || mode === 'signs') this.#enter(mode === 'signs' && !this.#givesBack);
      },
      done: () => this.#leave(),
    };
  }

  /** @param intoField the field for another sign gets the focus, else the first button */
  #enter(intoField = false): void {
    this.#view.querySelector<HTMLElement>(intoField ? 'input' : 'button')?.focus();
  }

  #leave(): void {
    const line = this.#givesBack ? this.#line : undefined;
    this.#hide();
    line?.focus({ preventScroll: true });
  }

  #hide(): void {
    this.#forget();
    this.#view.hidden = true;
    this.#givesBack = false;
    this.#view.replaceChildren();
  }

  #forget(): void {
    this.#watch.disconnect();
    this.#line?.classList.remove('with-menu');
    this.#line = undefined;
  }

  /** Keys on a line that itself has the focus. */
  #lineKey(event: KeyboardEvent): void {
    const { target, key } = event;
    if (event.defaultPrevented || hasModifier(event)) return;
    if (!(target instanceof HTMLElement) || !target.matches('.line')) return;
    const line = shownLine(target);
    if (!line || !this.#open(key, target, line)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  #open(key: string, view: HTMLElement, line: Line): boolean {
    const offered = menuActionsFor(line);
    if (key === 'Enter') return this.#openByKey(view, 'actions');
    if (key === 'e' && offered.includes('react')) return this.#openByKey(view, 'signs');
    if (key === 'Delete' && offered.includes('delete')) return this.#openByKey(view, 'confirm');
    if (key !== 'r' || line.kind !== 'message' || !offered.includes('answer')) return false;
    this.#actions.answer(line);
    return true;
  }

  #openByKey(view: HTMLElement, mode: MenuMode): boolean {
    this.#show(view, mode);
    this.#givesBack = true;
    this.#enter();
    return true;
  }

  /** The menu key and Shift+F10 on a line; the mouse's own menu stays the editor's. */
  #menuKey(event: MouseEvent): void {
    const { target } = event;
    if (!(target instanceof HTMLElement) || !target.matches('.line:focus') || event.button === 2) return;
    event.preventDefault();
    this.#openByKey(target, 'actions');
  }

  #ownKey(event: KeyboardEvent): void {
    if (hasModifier(event)) return;
    event.stopPropagation();
    if (event.key === 'Escape') this.#leave();
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step !== 0 && !(event.target instanceof HTMLInputElement)) this.#move(step);
  }

  #move(step: number): void {
    const parts = [...this.#view.querySelectorAll<HTMLElement>('button, input')];
    const at = parts.findIndex(part => part === document.activeElement);
    parts.at((at + step + parts.length) % parts.length)?.focus();
  }
}

function lineAt(target: EventTarget | null): HTMLElement | undefined {
  return target instanceof Element ? (target.closest<HTMLElement>('.line') ?? undefined) : undefined;
}

function hasModifier({ ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return ctrlKey || metaKey || altKey;
}
