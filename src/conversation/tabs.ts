import type { Clock } from '../common/clock.ts';
import { Tab, type TabKind } from './tab.ts';

/** Tabs that strangers can open between them by writing to us; what more of them write stands in the main tab. */
export const maxTabs = 50;

/** What is kept of the tabs over a reload of the window, in their order. */
export interface SavedTabs {
  readonly tabs: readonly { readonly kind: 'room' | 'private'; readonly target: string }[];
  /** Where the main tab and the open one stand. */
  readonly main: number;
  readonly active: number;
}

/** What the tabs tell. */
export interface TabsListener {
  /** Which there are, their order, their counts, or which is open. */
  changed(): void;
  typingChanged(tab: Tab): void;
}

/** The rooms and private chats of one window. The main tab is always there. */
export class Tabs {
  readonly #clock: Clock;
  readonly #listener: TabsListener;
  #list: Tab[];
  #active: Tab;
  readonly main: Tab;
  /** The server's way to tell two names apart. */
  fold: (name: string) => string = name => name.toLowerCase();

  constructor(clock: Clock, listener: TabsListener) {
    this.#clock = clock;
    this.#listener = listener;
    this.main = this.#make('main', '');
    this.#list = [this.main];
    this.#active = this.main;
  }

  get list(): readonly Tab[] {
    return this.#list;
  }

  get active(): Tab {
    return this.#active;
  }

  get(id: string): Tab | undefined {
    return this.#list.find(tab => tab.id === id);
  }

  /** The tab of a room or nick. */
  find(target: string): Tab | undefined {
    const name = this.fold(target);
    return this.#list.find(tab => tab.target !== '' && this.fold(tab.target) === name);
  }

  /** The tab of a room or nick, made if need be; undefined when there are too many. It does not come to the front. */
  open(kind: Exclude<TabKind, 'main'>, target: string): Tab | undefined {
    const there = this.find(target);
    if (there !== undefined || this.#list.length >= maxTabs) return there;
    const tab = this.#make(kind, target);
    this.#list = [...this.#list, tab];
    this.#listener.changed();
    return tab;
  }

  /** Brings a tab to the front. */
  show(tab: Tab): void {
    if (!this.#list.includes(tab)) return;
    this.#active = tab;
    this.#listener.changed();
  }

  /** The main tab stays. The tab beside it comes to the front. */
  close(tab: Tab): void {
    const at = this.#list.indexOf(tab);
    if (at < 0 || tab === this.main) return;
    tab.typing.dispose();
    this.#list = this.#list.filter(other => other !== tab);
    if (this.#active === tab) this.#active = this.#list[Math.max(0, at - 1)] ?? this.main;
    this.#listener.changed();
  }

  /** @param to counts from 0, the tab itself taken out; what is outside is the nearest end */
  move(tab: Tab, to: number): void {
    const rest = this.#list.filter(other => other !== tab);
    if (rest.length === this.#list.length) return;
    rest.splice(Math.max(0, Math.min(to, rest.length)), 0, tab);
    this.#list = rest;
    this.#listener.changed();
  }

  saved(): SavedTabs {
    const tabs = this.#list.flatMap(({ kind, target }) => (kind === 'main' ? [] : [{ kind, target }]));
    return { tabs, main: this.#list.indexOf(this.main), active: this.#list.indexOf(this.#active) };
  }

  /** Makes the tabs again that an earlier window had; beyond `maxTabs` they are left out. */
  restore(saved: SavedTabs): void {
    for (const { kind, target } of saved.tabs) this.open(kind, target);
    this.move(this.main, saved.main);
    this.show(this.#list[saved.active] ?? this.main);
  }

  #make(kind: TabKind, target: string): Tab {
    const tab: Tab = new Tab({ id: this.#idFor(kind, target), kind, target }, this.#clock, () =>
      this.#listener.typingChanged(tab),
    );
    return tab;
  }

  /**
   * By what it is of, so that after a reload of the window what is half typed is in its own tab again. Somebody whose
   * talk is open may have taken another nick and somebody else theirs.
   */
  #idFor(kind: TabKind, target: string): string {
    if (kind === 'main') return kind;
    let id = `${kind}:${target.toLowerCase()}`;
    while (this.get(id) !== undefined) id += '+';
    return id;
  }
}

/** Reads what an earlier window kept, perhaps one of another version: a clone's settings cannot reach it, a bug can. */
export function parseSavedTabs(value: unknown): SavedTabs | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { tabs, main, active } = value as Record<string, unknown>;
  if (!Array.isArray(tabs) || typeof main !== 'number' || typeof active !== 'number') return undefined;
  return { tabs: (tabs as unknown[]).slice(0, maxTabs).flatMap(parseSavedTab), main, active };
}

function parseSavedTab(value: unknown): SavedTabs['tabs'] {
  if (typeof value !== 'object' || value === null) return [];
  const { kind, target } = value as Record<string, unknown>;
  if ((kind !== 'room' && kind !== 'private') || typeof target !== 'string') return [];
  return target === '' || target.length > 128 ? [] : [{ kind, target }];
}
