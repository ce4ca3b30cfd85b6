import { commands, type WebviewPanel, type WebviewView, window } from 'vscode';
import { noteLine, type NoteLine } from '../../chat/line.ts';
import { systemClock } from '../../common/clock.ts';
import type { PageHost } from '../../panel/pageHost.ts';
import { PagePlace } from '../../panel/pagePlace.ts';
import { onAppearanceChange, readAppearance } from '../appearance.ts';
import { CodeRequests } from '../code/codeRequests.ts';
import { Transfers } from '../files/transfers.ts';
import { History } from '../history.ts';
import { type LastRoom, lastRoom } from '../lastRoom.ts';
import type { Attention } from '../../conversation/attention/attention.ts';
import { windowAttention } from '../notice/windowAttention.ts';
import { Room, type RoomParts } from '../room.ts';
import type { Services } from '../services.ts';
import { runSlashCommand } from '../../conversation/commands/slashCommands.ts';
import type { WindowState } from '../../conversation/status.ts';
import { t } from '../words.ts';
import { addressed } from '../../conversation/addressed.ts';
import type { Chat } from './chat.ts';
import { ChatLog } from '../../conversation/chatLog.ts';
import { codeListener } from './codeListener.ts';
import { logListener } from './logListener.ts';
import { Page } from '../../conversation/page.ts';
import { pageSource } from './pageSource.ts';
import { takeRequest } from './pageRequests.ts';
import { Reading } from './reading.ts';
import { slashTarget } from './slashTarget.ts';
import type { Tab } from '../../conversation/tab.ts';
import { keepTabs, keptTabs } from './keptTabs.ts';
import { Tabs } from '../../conversation/tabs.ts';
import { transferListener } from './transferListener.ts';

/** One window's chat: its tabs, its page, its file, and the connection it has. All state of the chat is here. */
export class Conversation implements Chat {
  readonly services: Services;
  readonly tabs: Tabs;
  readonly log: ChatLog;
  readonly page: Page;
  readonly history: History;
  readonly attention: Attention;
  readonly code: CodeRequests;
  readonly files: Transfers;
  readonly reading: Reading;
  colours = '';
  readonly #place: PagePlace;
  #room: Room | undefined;
  #entering: AbortController | undefined;
  #state: WindowState | undefined;

  constructor(services: Services) {
    this.services = services;
    const { context, status } = services;
    this.tabs = new Tabs(systemClock, {
      changed: () => this.#tabsChanged(),
      typingChanged: tab => tab === this.tabs.active && this.page.changed('typing'),
    });
    this.page = new Page(this.tabs, pageSource(this));
    this.log = new ChatLog(this.tabs, t, logListener(this));
    this.history = new History(
      {
        earlier: lines => lines.forEach(line => this.log.add(this.tabs.main, line)),
        note: sentence => this.note(sentence, 'warning'),
      },
      services,
    );
    this.attention = windowAttention(services, {
      isPageVisible: () => this.page.host?.isVisible === true,
      show: tabId => void this.#showTab(tabId),
      sound: () => this.page.post({ type: 'sound' }),
      changed: () => this.reading.countsChanged(),
    });
    this.reading = new Reading(this);
    this.code = new CodeRequests(services, codeListener(this));
    this.files = new Transfers(services, transferListener(this));
    const { extensionUri } = context;
    this.#place = new PagePlace(
      { extensionUri, clock: systemClock, snapshot: () => this.page.snapshot() },
      { opened: host => this.#opened(host), closed: () => (this.page.host = undefined) },
    );
    this.tabs.restore(keptTabs(context));
    context.subscriptions.push(
      status.onChange(() => this.#statusChanged()),
      window.onDidChangeWindowState(() => this.reading.look()),
      onAppearanceChange(() => this.appearanceChanged()),
      this.#place,
      this.reading,
      this.page,
    );
  }

  get room(): Room | undefined {
    return this.#room;
  }

  get lastRoom(): LastRoom | undefined {
    return lastRoom(this.services.context);
  }

  /** Opens the page or brings it to the front; what the file holds follows as its first lines. */
  async open(): Promise<void> {
    this.#place.open();
    await this.history.open();
  }

  /** Takes the panel that the editor kept over a reload. */
  async revive(panel: WebviewPanel): Promise<void> {
    this.#place.revive(panel);
    await this.history.open();
  }

  /** Takes the view next to the terminal, when the editor has made it. */
  async attach(view: WebviewView): Promise<void> {
    this.#place.attach(view);
    await this.history.open();
  }

  /** Hosting or joining begins: leaving and closing the window call it off through what is returned. */
  beginEntering(): AbortController {
    this.#entering?.abort();
    this.#entering = new AbortController();
    return this.#entering;
  }

  /** Takes a room over: from now on its events are lines here. */
  enter(parts: RoomParts): void {
    const { client, place } = parts;
    const { main } = this.tabs;
    if (main.target !== '' && this.tabs.fold(main.target) !== client.fold(place.room)) main.clear();
    main.target = place.room;
    // A room that begins with this window has nothing from before.
    main.hasAllOlder = parts.relay !== undefined;
    this.tabs.fold = name => client.fold(name);
    // Before the room, which begins with telling what happened until now.
    this.attention.enter(parts.hostKey, this.tabs.fold);
    this.#room = new Room(parts, this.services.status, {
      onEvent: event => this.log.receive(event),
      onMembers: room => this.tabs.find(room) === this.tabs.active && this.page.changed('vocabulary'),
      onNews: (sentence, tone) => this.note(sentence, tone),
      onEnded: sentence => this.#ended(sentence),
    });
    for (const { kind, target } of this.tabs.list) if (kind === 'room') client.enterRoom(target);
    this.#stateChanged();
    this.page.changed('vocabulary');
  }

  /** Leaves the room, if there is one; nothing runs and the port is free when this resolves. */
  async leave(reason = ''): Promise<void> {
    this.#entering?.abort();
    const room = this.#room;
    if (room === undefined) return;
    this.#room = undefined;
    this.files.left();
    await room.leave(reason);
    await this.history.flush();
    this.note(room.isHosted ? t('The room is closed.') : t('You left.'));
    this.services.status.set({ phase: 'idle' });
  }

  /** The window closes: the others are told and the last lines are written. */
  async end(): Promise<void> {
    this.#entering?.abort();
    const room = this.#room;
    this.#room = undefined;
    const goodbye = room?.leave(t('The window was closed'));
    await Promise.allSettled([goodbye, this.history.close(), this.files.dispose()]);
  }

  note(text: string, tone: NoteLine['tone'] = 'info', tab: Tab = this.tabs.active): void {
    this.log.add(tab, noteLine(text, systemClock.now(), tone));
  }

  clear(tab: Tab): void {
    tab.clear();
    this.page.cleared(tab);
  }

  submit(tab: Tab, text: string, answers?: string): void {
    if (text.trim() === '') return;
    if (runSlashCommand(text, slashTarget(this, tab))) return;
    // A second slash says that the first is meant: `//text` is said as `/text`.
    this.say(tab, text.startsWith('//') ? text.slice(1) : text, answers);
  }

  say(tab: Tab, text: string, answers?: string): void {
    if (this.#room === undefined) {
      this.note(t('Not connected. Use /host or /join first.'), 'warning', tab);
      return;
    }
    tab.forgetNew();
    this.page.firstNewMoved(tab);
    const answered = answers === undefined ? undefined : tab.message(answers);
    this.#room.parts.client.say(tab.target, addressed(text, answered, tab), {
      ...(answers !== undefined && { answers: tab.msgidOf(answers) }),
    });
  }

  closeTab(tab: Tab, reason = ''): void {
    if (tab.kind === 'room') this.#room?.parts.client.leaveRoom(tab.target, reason);
    this.tabs.close(tab);
  }

  appearanceChanged(): void {
    this.page.post({ type: 'appearance', appearance: { ...readAppearance(), colours: this.colours } });
  }

  async #showTab(id: string): Promise<void> {
    const tab = this.tabs.get(id);
    if (tab !== undefined) this.tabs.show(tab);
    await this.open();
  }

  #opened(host: PageHost): void {
    this.page.host = host;
    host.onMessage(message => takeRequest(message, this));
    host.onShown(() => this.reading.look());
    this.reading.countsChanged();
  }

  #tabsChanged(): void {
    this.page.tabsChanged();
    this.reading.look();
    keepTabs(this.services.context, this.tabs.saved());
  }

  /** The status changes with each unread message, too; banner and prompt follow the state alone. */
  #statusChanged(): void {
    const { state } = this.services.status;
    if (state === this.#state) return;
    this.#state = state;
    this.#stateChanged();
    if (state.phase === 'hosting' || state.phase === 'joined') this.files.connected();
  }

  #stateChanged(): void {
    const canInvite = (this.#room?.parts.invite ?? '') !== '';
    void commands.executeCommand('setContext', 'pychat.canInvite', canInvite);
    this.page.stateChanged();
  }

  #ended(sentence: string): void {
    this.#room = undefined;
    this.files.left();
    this.note(sentence, 'error', this.tabs.main);
    void this.history.flush();
    this.services.status.set({ phase: 'failed', sentence });
  }
}
