import type { FromWebview, TabState } from '../../protocol.ts';
import { element } from '../element.ts';
import { letDragTabs } from './tabDrag.ts';
import { showTab, tabView } from './tabView.ts';
import { t } from '../words.ts';

/**
 * Rooms and private chats. Arrows only move the focus, Enter opens: to open a tab is to have read it, and it takes a
 * turn of the host. https://www.w3.org/WAI/ARIA/apg/patterns/tabs/
 */
export class TabBar {
  readonly view = element('div', 'tabs', '', { hidden: true, role: 'tablist' });
  readonly #send: (message: FromWebview) => void;
  readonly #views = new Map<string, HTMLElement>();
  #tabs: readonly TabState[] = [];
  #active = '';
  /** The one that was asked for last: the host may not have answered yet, and its user wants another already. */
  #wanted = '';

  constructor(send: (message: FromWebview) => void) {
    this.#send = send;
    this.view.addEventListener('click', event => this.#clicked(event));
    this.view.addEventListener('auxclick', event => this.#clickedAside(event));
    this.view.addEventListener('keydown', event => this.#key(event));
    this.view.addEventListener('wheel', event => this.#wheeled(event), { passive: true });
    letDragTabs(this.view, (tab, to) => send({ type: 'moveTab', tab, to }));
  }

  /** Shows these tabs; with only one there is nothing to choose. The tab that has the focus keeps it. */
  show(tabs: readonly TabState[], active: string): void {
    const focused = this.#focused;
    const place = this.#tabs.findIndex(({ id }) => id === focused);
    this.#tabs = tabs;
    const isThere = tabs.some(({ id }) => id === this.#wanted);
    if (active !== this.#active || !isThere) this.#wanted = active;
    this.#active = active;
    this.view.hidden = tabs.length < 2;
    this.view.ariaLabel = t('Rooms and private chats');
    this.#draw();
    this.#makeReachable(focused ?? active);
    if (focused !== undefined) this.#focus(tabs[Math.min(Math.max(0, place), tabs.length - 1)], focused);
    this.#views.get(active)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  /** Opens the tab at this place, counted from 0, if there is one. */
  openAt(place: number): void {
    const tab = this.#tabs[place];
    if (tab) this.#open(tab.id);
  }

  /** Moves the tab that has the focus, else the open one, by one place. */
  shift(direction: -1 | 1): void {
    const tab = this.#focused ?? this.#active;
    const place = this.#tabs.findIndex(({ id }) => id === tab);
    const to = place + direction;
    if (place >= 0 && to >= 0 && to < this.#tabs.length) this.#send({ type: 'moveTab', tab, to });
  }

  #draw(): void {
    const gone = new Set(this.#views.keys());
    const views = this.#tabs.map(tab => {
      gone.delete(tab.id);
      const view = this.#views.get(tab.id) ?? tabView(tab.id);
      this.#views.set(tab.id, view);
      showTab(view, tab, tab.id === this.#active);
      return view;
    });
    for (const tab of gone) {
      this.#views.get(tab)?.remove();
      this.#views.delete(tab);
    }
    views.forEach((view, place) => {
      // What stands where it belongs is left alone: an element that is moved loses the focus.
      if (this.view.children[place] !== view) this.view.insertBefore(view, this.view.children[place] ?? null);
    });
  }

  get #focused(): string | undefined {
    const focused = document.activeElement;
    return focused instanceof HTMLElement && focused.parentElement === this.view
      ? focused.dataset.tab
      : undefined;
  }

  /** The Tab key reaches one of them; arrows lead on from there. */
  #makeReachable(reachable: string): void {
    const id = this.#views.has(reachable) ? reachable : this.#active;
    for (const [tab, view] of this.#views) view.tabIndex = tab === id ? 0 : -1;
  }

  /** Gives a tab the focus: the one that had it, or the one that stands in its place. */
  #focus(instead: TabState | undefined, tab: string): void {
    const id = this.#views.has(tab) ? tab : (instead?.id ?? '');
    this.#makeReachable(id);
    this.#views.get(id)?.focus();
  }

  #open(tab: string): void {
    if (tab === this.#wanted) return;
    this.#wanted = tab;
    this.#send({ type: 'openTab', tab });
  }

  #close(tab: string): void {
    const isClosable = this.#tabs.find(({ id }) => id === tab)?.closable === true;
    if (isClosable) this.#send({ type: 'closeTab', tab });
  }

  #clicked({ target }: MouseEvent): void {
    const tab = tabOf(target);
    if (tab === undefined) return;
    if (target instanceof Element && target.closest('.close')) this.#close(tab);
    else this.#open(tab);
  }

  /** The middle button closes. */
  #clickedAside(event: MouseEvent): void {
    const tab = tabOf(event.target);
    if (tab === undefined || event.button !== 1) return;
    event.preventDefault();
    this.#close(tab);
  }

  #key(event: KeyboardEvent): void {
    const tab = this.#focused;
    if (tab === undefined || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (event.key === 'Enter' || event.key === ' ') this.#open(tab);
    else if (event.key === 'Delete') this.#close(tab);
    else if (!this.#walk(event.key, tab)) return;
    event.preventDefault();
  }

  #walk(key: string, tab: string): boolean {
    const last = this.#tabs.length - 1;
    const place = this.#tabs.findIndex(({ id }) => id === tab);
    const places: Readonly<Record<string, number>> = {
      ArrowLeft: place <= 0 ? last : place - 1,
      ArrowRight: place >= last ? 0 : place + 1,
      Home: 0,
      End: last,
    };
    const next = this.#tabs[places[key] ?? -1];
    if (next) this.#focus(next, next.id);
    return next !== undefined;
  }

  /** A wheel that only turns one way moves the bar sideways. */
  #wheeled({ deltaX, deltaY }: WheelEvent): void {
    if (deltaX === 0) this.view.scrollBy({ left: deltaY });
  }
}

/** The tab that an element belongs to. */
function tabOf(target: EventTarget | null): string | undefined {
  const view = target instanceof Element ? target.closest<HTMLElement>('[data-tab]') : null;
  return view?.dataset.tab;
}
