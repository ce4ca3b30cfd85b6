import {
  type LineChange,
  type LineEvent,
  lineOf,
  type MessageLine,
  noteLine,
  type NoteLine,
} from '../chat/line.ts';
import type { Translate } from '../chat/translate.ts';
import type { Clock } from '../common/clock.ts';
import type { Disposable } from '../common/dispose.ts';
import { Gather } from '../common/gather.ts';
import { Attention } from './attention/attention.ts';
import type { Connection } from './connections/connection.ts';
import { Connections } from './connections/connections.ts';
import type { ClientRequest, Effect } from './effect.ts';
import { clocksDifferMs, unseenMs } from './limits.ts';
import { FileViews } from './lines/files.ts';
import { UnseenLines } from './lines/unseenLines.ts';
import { keptKeys, type KeptValues, readLastRoom } from './kept.ts';
import { Page } from './page/page.ts';
import { KeptTabs } from './tabs/keptTabs.ts';
import { KeptQueue } from './queue/keptQueue.ts';
import type { Tab } from './tabs/tab.ts';
import { type TabPlace, Tabs } from './tabs/tabs.ts';
import { type ViewOptions, Views } from './page/views.ts';

/** Milliseconds for which changes of the counts are gathered: a busy room says a thousand lines a second. */
const gatherCountsMs = 50;

/** What a window's chat is made of. */
export interface ChatOptions extends ViewOptions {
  readonly clock: Clock;
  /** The editor's language, as in `pt-br`. */
  readonly language: string;
  readonly kept: { readonly workspace: KeptValues; readonly global: KeptValues };
}

/** All state of one window's chat, with what its parts have in common. Whatever it makes the window do is an effect. */
export class WindowChat implements Disposable {
  readonly clock: Clock;
  readonly t: Translate;
  readonly options: ChatOptions;
  readonly run: (effect: Effect) => void;
  readonly connections = new Connections();
  readonly files = new FileViews();
  readonly unseen = new UnseenLines();
  readonly tabs: Tabs;
  readonly keptTabs: KeptTabs;
  readonly queue: KeptQueue;
  readonly attention: Attention;
  readonly views: Views;
  readonly page: Page;
  /** Up to where the page has said that lines are in sight. */
  inSight: { readonly tab: Tab; readonly lineId: string } | undefined;
  readonly #counts: Gather<'counts' | 'state'>;
  readonly #unseen: Gather<Tab>;

  constructor(options: ChatOptions, run: (effect: Effect) => void) {
    const { clock, t, kept, settings } = options;
    this.options = options;
    this.clock = clock;
    this.t = t;
    this.run = run;
    this.tabs = new Tabs(
      clock,
      () => this.#tabsChanged(),
      tab => tab === this.tabs.active && this.page.changed('typing'),
    );
    this.attention = new Attention({ clock, t, run }, kept.global, () => this.countsChanged());
    this.attention.settings = settings.notices;
    this.views = new Views(options, this);
    this.queue = new KeptQueue(clock, run);
    this.keptTabs = new KeptTabs(this.tabs, kept.workspace, clock, run);
    this.views.lastRoom = readLastRoom(kept.workspace.get(keptKeys.lastRoom));
    this.page = new Page(clock, this.tabs, this.views, run);
    this.#counts = new Gather(gatherCountsMs, clock, changes => {
      if (changes.has('state')) this.page.stateChanged();
      this.#tellCounts();
    });
    this.#unseen = new Gather(unseenMs, clock, tabs => this.#stayedUnseen(tabs));
  }

  /** Asks something of the client of a connection that is not over. */
  ask(connection: Connection | undefined, request: ClientRequest): void {
    if (connection?.client) this.run({ type: 'client', connection: connection.id, request });
  }

  /** Says something of PyChat's own in the tab that is open, or in another. */
  note(text: string, tone: NoteLine['tone'] = 'info', tab: Tab = this.tabs.active): void {
    this.#addNote(noteLine(text, this.timeIn(tab), tone), tab);
  }

  /** Shows a command as it was typed, above what answers it. */
  echo(text: string, tab: Tab): void {
    this.#addNote({ ...noteLine(text, this.timeIn(tab), 'answer'), voice: 'typed' }, tab);
  }

  /** What time it is for the server of a tab, so that all there is in one order. */
  timeIn({ connection }: Tab): number {
    return connection?.client?.now ?? this.clock.now();
  }

  /** Says what an event reads as. */
  addEvent(tab: Tab, event: LineEvent): void {
    const line = lineOf(event, this.t);
    if (line.kind === 'note') this.#addNote(line, tab);
  }

  /** Changes a line, when it is still kept. */
  change(tab: Tab, id: string, change: LineChange): void {
    if (tab.scrollback.change(id, change)) this.page.changedLine(tab, id, change);
  }

  /** Somebody else said something, now or while nobody could see it. */
  heard(tab: Tab, line: MessageLine): void {
    // Tab offers first who spoke last.
    if (tab === this.tabs.active) this.page.changed('vocabulary');
    const isWatched = this.isWatched(tab);
    if (!this.attention.isMuted(tab, line.nick)) tab.unread.add(line, this.clock.now(), isWatched);
    this.attention.said(line, tab, isWatched);
    if (isWatched) this.#unseen.add(tab);
    else {
      if (tab.unread.moveMark()) this.page.markMoved(tab);
      this.countsChanged();
    }
  }

  /** Somebody may be looking at a tab as its lines come. */
  isWatched(tab: Tab): boolean {
    const { isFocused, isPageVisible } = this.attention;
    return isFocused && isPageVisible && tab === this.tabs.active;
  }

  isMention(tab: Tab, text: string): boolean {
    return this.attention.isMention(text, tab.connection);
  }

  /** Opens a private chat with what was said there before. It does not come to the front. */
  openPrivate(connection: Connection, target: string): Tab | undefined {
    const there = this.tabs.find(connection, target);
    const tab = there ?? this.tabs.open({ kind: 'private', connection, target });
    if (there === undefined && tab !== undefined && this.views.canAskForOlder(tab)) this.askForOlder(tab);
    return tab;
  }

  /** The tab that others make us open; where they have opened too many, that of their server. */
  openByOthers(place: TabPlace): Tab {
    const { connection } = place;
    const tab = this.tabs.openByOthers(place);
    if (tab !== undefined) return tab;
    const server = this.tabs.server(connection);
    if (!connection.hasTooManyTabs)
      this.note(
        this.t('Others have opened as many tabs as they may: what more of them say is shown here.'),
        'warning',
        server,
      );
    connection.hasTooManyTabs = true;
    return server;
  }

  /** Asks a server that can be asked for the lines before those of a tab. */
  askForOlder({ id, connection, target, scrollback }: Tab): void {
    // What came with the folder may bear any time.
    const oldest = scrollback.lines
      .filter(line => line.kind === 'message')
      .find(line => line.isForeign !== true);
    // The file has whole seconds: what was said in the same one may be before or after it.
    const before = oldest && oldest.at + (oldest.isFromFile === true ? 1_000 : 0);
    this.ask(connection, {
      type: 'older',
      target,
      before: before ?? this.clock.now() + clocksDifferMs,
      tab: id,
    });
  }

  /** How many messages wait, whom they speak to, or how a connection stands has changed. */
  countsChanged(): void {
    this.#counts.add('counts');
  }

  /** How a connection stands has changed, or which tab is in front. */
  stateChanged(): void {
    this.page.stateChanged();
    this.#tellCounts();
  }

  /** The same, by what others do, of which there may be hundreds at once. */
  stateChangedByOthers(): void {
    this.#counts.add('state');
  }

  dispose(): void {
    for (const part of [this.keptTabs, this.queue, this.#counts, this.#unseen, this.attention, this.page])
      part.dispose();
    for (const { typing } of this.tabs.list) typing.dispose();
  }

  #addNote(line: NoteLine, tab: Tab): void {
    tab.scrollback.add(line);
    this.page.added(tab, line);
  }

  #tabsChanged(): void {
    this.page.tabsChanged();
    this.countsChanged();
    const shown = this.tabs.list.map(({ connection }) => connection);
    for (const connection of new Set([...this.connections.all, ...shown])) this.keptTabs.keep(connection);
  }

  #stayedUnseen(tabs: ReadonlySet<Tab>): void {
    const heardUpTo = this.clock.now() - unseenMs;
    for (const tab of tabs) {
      if (tab.unread.stayedUnseen(heardUpTo)) this.#unseen.add(tab);
      if (tab.unread.moveMark()) this.page.markMoved(tab);
    }
    this.#tellCounts();
  }

  /** What is muted counts for nothing. */
  #tellCounts(): void {
    const heard = this.tabs.list.filter(tab => !this.attention.isMuted(tab, tab.target));
    const unread = heard.reduce((sum, tab) => sum + tab.unread.count, 0);
    const mentions = heard.reduce((sum, tab) => sum + tab.unread.mentions, 0);
    const { active } = this.tabs;
    const connection = this.views.connection(active);
    this.run({
      type: 'status',
      status: {
        state: this.views.state(active),
        connection: connection?.isOver === false ? connection.id : '',
        isConnected: this.connections.all.length > 0,
        isHosting: this.connections.all.some(({ hosting }) => hosting),
        guests: connection?.guests ?? 0,
        invite: connection?.invite ?? '',
        unread,
        mentions,
        doNotDisturb: this.attention.quiet.isOn,
      },
    });
    const tooltip = this.t('Mentions and private messages: {mentions}; new in all: {unread}', {
      unread,
      mentions,
    });
    this.run({ type: 'badge', count: mentions, tooltip });
    this.page.changed('tabs');
  }
}
