import type { Clock } from '../../common/clock.ts';
import { connectionBudget } from '../../common/connectionBudget.ts';
import type { Connection } from '../connections/connection.ts';
import type { SavedTabs } from '../kept.ts';
import { maxOpenTabs, maxTabsByOthers } from '../limits.ts';
import { Tab } from './tab.ts';

/** What a tab is opened for. */
export interface TabPlace {
  readonly kind: 'room' | 'private' | 'server';
  readonly connection: Connection;
  readonly target: string;
}

/**
 * The rooms and private chats of one window. While there are none, or none that we have opened, a tab of the window's own
 * stands there: the start. What others open comes behind all, and never to the front.
 */
export class Tabs {
  readonly #clock: Clock;
  readonly #changed: () => void;
  readonly #typingChanged: (tab: Tab) => void;
  readonly start: Tab;
  #list: Tab[] = [];
  #active: Tab;
  /** The room of which the workspace keeps the last lines: the first that this window has opened. */
  home: Tab | undefined;
  #isGathering = false;

  /** @param changed which there are, their order, or which is open has changed */
  constructor(clock: Clock, changed: () => void, typingChanged: (tab: Tab) => void) {
    this.#clock = clock;
    this.#changed = changed;
    this.#typingChanged = typingChanged;
    const start = { id: 'start', kind: 'start', connection: undefined, target: '' } as const;
    this.start = new Tab(start, clock, typingChanged);
    this.#active = this.start;
  }

  get list(): readonly Tab[] {
    return this.#active === this.start ? [this.start, ...this.#list] : this.#list;
  }

  get active(): Tab {
    return this.#active;
  }

  get(id: string): Tab | undefined {
    return this.list.find(tab => tab.id === id);
  }

  /** Those of one connection, in their order. */
  of(connection: Connection): readonly Tab[] {
    return this.#list.filter(tab => tab.connection === connection);
  }

  /** The tab of a room or nick on a connection. */
  find(connection: Connection, target: string): Tab | undefined {
    const name = connection.fold(target);
    return this.of(connection).find(
      ({ kind, target: other }) => kind !== 'server' && connection.fold(other) === name,
    );
  }

  /** The tab of what a server says that belongs to no room, made if need be. */
  server(connection: Connection): Tab {
    const there = this.of(connection).find(({ kind }) => kind === 'server');
    return there ?? this.#add({ kind: 'server', connection, target: '' }, true);
  }

  /** The tab of a room or nick, made if need be; undefined when there are too many. It does not come to the front. */
  open(place: TabPlace): Tab | undefined {
    const there = this.find(place.connection, place.target);
    if (there !== undefined || this.#isFull) return there;
    return this.#add(place);
  }

  /**
   * The same for one that others make us open; undefined also when they have opened too many private chats. Rooms do not
   * count: they are few, and a bouncer puts the user into all of theirs.
   */
  openByOthers(place: TabPlace): Tab | undefined {
    const there = this.find(place.connection, place.target);
    if (there !== undefined || this.#isFull) return there;
    const unasked = this.of(place.connection).filter(({ isByOthers, kind }) => isByOthers && kind !== 'room');
    if (place.kind !== 'room' && unasked.length >= maxTabsByOthers) return undefined;
    return this.#add(place, true);
  }

  /** What is kept because of a connection stays within its budget: the oldest lines of the largest tab go first. */
  makeRoom(connection: Connection): void {
    const max = connectionBudget.conversation;
    const tabs = this.of(connection);
    let bytes = tabs.reduce((sum, tab) => sum + tab.bytes, 0);
    while (bytes > max) {
      const largest = tabs.reduce((most, tab) => (tab.bytes > most.bytes ? tab : most));
      const before = largest.bytes;
      largest.free(max / 10);
      if (largest.bytes === before) return;
      bytes += largest.bytes - before;
    }
  }

  /** Brings a tab to the front. */
  show(tab: Tab): void {
    if (!this.list.includes(tab)) return;
    tab.isByOthers = false;
    this.#active = tab;
    this.#change();
  }

  /** The other of a private chat has another nick. */
  rename(tab: Tab, target: string): void {
    tab.target = target;
    this.#change();
  }

  /** Makes several changes that are told of once. */
  together(work: () => void): void {
    this.#isGathering = true;
    work();
    this.#isGathering = false;
    this.#change();
  }

  /** The tab beside it comes to the front, at last the start. */
  close(tab: Tab): void {
    const at = this.#list.indexOf(tab);
    if (at < 0) return;
    tab.typing.dispose();
    this.#list = this.#list.filter(other => other !== tab);
    if (this.home === tab) this.home = undefined;
    if (this.#active === tab) this.#active = this.#list[Math.max(0, at - 1)] ?? this.start;
    this.#change();
  }

  /** @param to counts from 0, the tab itself taken out; what is outside is the nearest end */
  move(tab: Tab, to: number): void {
    const rest = this.#list.filter(other => other !== tab);
    if (rest.length === this.#list.length) return;
    rest.splice(Math.max(0, Math.min(to, rest.length)), 0, tab);
    this.#list = rest;
    this.#change();
  }

  /** What is kept of the tabs of one connection. */
  saved(connection: Connection): SavedTabs {
    const tabs = this.of(connection).filter(({ target }) => target !== '');
    return {
      tabs: tabs.map(({ kind, target, knownUpTo, cameAt, unread: { readUpTo = cameAt } }) => ({
        kind: kind === 'room' ? 'room' : 'private',
        target,
        ...(readUpTo !== undefined && { readUpTo }),
        ...(knownUpTo !== undefined && { knownUpTo }),
      })),
      active: tabs.indexOf(this.#active),
      ...(connection.knownUpTo !== undefined && { knownUpTo: connection.knownUpTo }),
      ...(connection.run !== undefined && { run: connection.run }),
    };
  }

  /** The tabs of servers do not count: they are made when they are needed. */
  get #isFull(): boolean {
    return this.#list.filter(({ kind }) => kind !== 'server').length >= maxOpenTabs;
  }

  #add({ kind, connection, target }: TabPlace, isByOthers = false): Tab {
    const place = { id: this.#idFor(kind, connection, target), kind, connection, target };
    const tab = new Tab(place, this.#clock, this.#typingChanged);
    tab.isByOthers = isByOthers;
    this.#list = [...this.#list, tab];
    // The start gives way to what we open ourselves.
    if (this.#active === this.start && !isByOthers) this.#active = tab;
    this.#change();
    return tab;
  }

  #change(): void {
    if (!this.#isGathering) this.#changed();
  }

  /**
   * By what it is of, so that after a reload of the window what is half typed is in its own tab again. Somebody whose
   * talk is open may have taken another nick and somebody else theirs.
   */
  #idFor(kind: TabPlace['kind'], { server }: Connection, target: string): string {
    let id = `${server.slice(0, maxServerInId)}/${kind}:${target.toLowerCase()}`;
    while (this.get(id) !== undefined) id += '+';
    return id;
  }
}

/** Characters of a server's identity that tell it from others: 128 bits of a key. */
const maxServerInId = 32;
