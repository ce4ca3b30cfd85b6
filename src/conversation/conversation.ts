import { transcriptLine } from '../chat/lineText.ts';
import { withoutLogin } from '../code/typedSecrets.ts';
import { assertNever } from '../common/assertNever.ts';
import type { Disposable } from '../common/dispose.ts';
import { takeList } from './commands/panelRequests.ts';
import { commandWords } from './commands/slashCommands.ts';
import type { Connection } from './connections/connection.ts';
import {
  beginEntering,
  endAttempt,
  endToldFailure,
  leaveConnection,
} from './connections/connectionStates.ts';
import { identifyConnection, restoreLast } from './connections/savedTabs.ts';
import type { Effect, TalkPlace } from './effect.ts';
import { takeEvent } from './events.ts';
import type { Input } from './input.ts';
import type { LastRoom } from './kept.ts';
import { showFile } from './lines/offers.ts';
import { takeFileLines } from './lines/messages.ts';
import { takeBack } from './lines/takeBack.ts';
import { answerQueue, loadQueue, resumeQueue } from './queue/resume.ts';
import { olderCame, readInSight, say, takeRequest } from './requests.ts';
import type { Tab } from './tabs/tab.ts';
import { bringToFront, mostUrgent, showPrivate } from './tabs/showing.ts';
import { talkPlaces } from './tabs/talkPlaces.ts';
import { type ChatOptions, WindowChat } from './windowChat.ts';

/** What a conversation is made of; the rest it knows by itself. */
export type ConversationOptions = Omit<ChatOptions, 'commands'>;

type Of<Type extends Input['type']> = Extract<Input, { type: Type }>;

/**
 * What one window's chat is: its connections, tabs, lines, and what of them somebody has read. It takes inputs and answers
 * each with effects, in order; it knows no editor, no socket and no disk.
 */
export class Conversation implements Disposable {
  readonly #chat: WindowChat;
  readonly #run: (effect: Effect) => void;
  #effects: Effect[] = [];
  #isRunning = false;

  /**
   * Nothing runs before the first input.
   *
   * @param run does what an effect says; it may give inputs meanwhile, whose effects come after those that wait
   */
  constructor(options: ConversationOptions, run: (effect: Effect) => void) {
    this.#run = run;
    this.#chat = new WindowChat({ ...options, commands: commandWords(options.t) }, effect =>
      this.#add(effect),
    );
    this.#isRunning = true;
    restoreLast(this.#chat);
    this.#isRunning = false;
  }

  /** Takes an input. What it makes the window do is done, or waits its turn, when this returns. */
  take(input: Input): void {
    const wasRunning = this.#isRunning;
    this.#isRunning = true;
    try {
      this.#take(input);
    } finally {
      this.#isRunning = wasRunning;
    }
    if (!wasRunning) this.#drain();
  }

  /** The room that *Back to …* enters again. */
  get lastRoom(): LastRoom | undefined {
    const { views, tabs } = this.#chat;
    return views.roomBehind(tabs.active);
  }

  /** The rooms behind the connections that are up, or come back by themselves. */
  get openRooms(): readonly LastRoom[] {
    return this.#chat.connections.all.flatMap(({ lastRoom }) => lastRoom ?? []);
  }

  /** Where something can be said now, the tab in front first. */
  get places(): readonly TalkPlace[] {
    return talkPlaces(this.#chat);
  }

  /** Who is in the room of a tab, without us. */
  peopleIn(tab: string): readonly string[] {
    const { views, tabs } = this.#chat;
    const found = tabs.get(tab);
    return found?.kind === 'room' ? views.vocabulary(found).nicks : [];
  }

  /** What was said in the tab in front, as plain text: no notes, no answers of commands, nothing that logs somebody in. */
  get transcript(): { readonly text: string; readonly lines: number } {
    const { scrollback, kind, target } = this.#chat.tabs.active;
    const said = scrollback.lines.filter(line => line.kind === 'message');
    const rows = said.map(line => {
      const to = line.privateWith ?? (kind === 'private' ? target : undefined);
      const isPrivate = line.own && to !== undefined;
      const shared = isPrivate ? { ...line, text: withoutLogin(line.text, to) } : line;
      return `${transcriptLine(shared, this.#chat.t)}\n`;
    });
    return { text: rows.join(''), lines: rows.length };
  }

  dispose(): void {
    this.#chat.dispose();
  }

  // eslint-disable-next-line max-lines-per-function -- one line for each kind of input
  #take(input: Input): void {
    const chat = this.#chat;
    switch (input.type) {
      case 'entering':
        return beginEntering(input, chat);
      case 'identified':
        return this.#of(input.connection, connection => this.#identified(input, connection));
      case 'event':
        return this.#of(input.connection, connection => this.#event(input, connection));
      case 'ended':
        return this.#of(input.connection, connection => this.#ended(input, connection));
      case 'left':
        return this.#of(input.connection, connection => leaveConnection(connection, chat));
      case 'older':
        return this.#in(input.tab, tab => this.#older(input, tab));
      case 'listed':
        return this.#in(input.tab, tab => takeList(input, tab, chat));
      case 'page':
        takeRequest(input.request, chat);
        return chat.keptTabs.keepNow();
      case 'pageGone':
        chat.inSight = undefined;
        return chat.page.gone();
      case 'attention':
        return this.#attention(input);
      case 'doNotDisturb':
        return chat.attention.quiet.set(input.on ? 'on' : 'off');
      case 'settings':
        return this.#settings(input);
      case 'earlier':
        return takeFileLines(input.lines, chat);
      case 'keptQueue':
        return loadQueue(input.value, chat);
      case 'queueAnswered':
        return this.#of(input.connection, connection => answerQueue(connection, input.answer, chat));
      case 'closing':
        return chat.queue.close();
      case 'note':
        return chat.note(input.text, input.tone);
      case 'notified':
        return this.#notified(input);
      case 'share':
        return this.#in(input.tab, tab => say(tab, input.text, { id: input.id }, chat));
      case 'unshare':
        return this.#in(input.tab, tab => takeBack(input.id, tab, chat));
      case 'showTab':
        return this.#in(input.tab, tab => bringToFront(tab, chat));
      case 'showUnread':
        return bringToFront(mostUrgent(chat), chat);
      case 'showPrivate':
        return this.#in(input.tab, tab => showPrivate(tab, input.nick, chat));
      case 'fileOffered':
        return this.#in(input.tab, tab => this.#offer(tab, input));
      case 'fileChanged':
        return showFile(input.offer, input.view, chat);
      default:
        assertNever(input);
    }
  }

  #of(id: string, work: (connection: Connection) => void): void {
    const connection = this.#chat.connections.get(id);
    if (connection !== undefined) work(connection);
  }

  #in(id: string, work: (tab: Tab) => void): void {
    const tab = this.#chat.tabs.get(id);
    if (tab !== undefined) work(tab);
  }

  #identified(input: Of<'identified'>, connection: Connection): void {
    identifyConnection(input, connection, this.#chat);
    resumeQueue(connection, this.#chat);
  }

  #ended({ sentence, remedies }: Of<'ended'>, connection: Connection): void {
    endAttempt(connection, { sentence, remedies }, this.#chat);
  }

  #event({ event }: Of<'event'>, connection: Connection): void {
    takeEvent(event, connection, this.#chat);
    // From now on what is said there is for us, however soon the window ends.
    if (event.type === 'joined' && event.own) this.#chat.keptTabs.keepAtOnce(connection);
    if (event.type === 'message' || event.type === 'history' || event.type === 'delivery')
      this.#chat.keptTabs.keep(connection);
    this.#chat.tabs.makeRoom(connection);
  }

  #older({ answer }: Of<'older'>, tab: Tab): void {
    olderCame(tab, answer, this.#chat);
    if (tab.connection) this.#chat.tabs.makeRoom(tab.connection);
  }

  #attention({ isFocused, isPageVisible }: Of<'attention'>): void {
    const { attention, views, tabs } = this.#chat;
    attention.isFocused = isFocused;
    attention.isPageVisible = isPageVisible;
    if (isPageVisible && views.state(tabs.active).phase === 'failed') endToldFailure(this.#chat);
    if (isFocused && isPageVisible) attention.seen();
    readInSight(this.#chat);
  }

  #settings({ settings }: Of<'settings'>): void {
    const { views, attention, page } = this.#chat;
    views.settings = settings;
    attention.settings = settings.notices;
    page.post({ type: 'appearance', appearance: views.appearance });
    page.changed('prompt');
  }

  #notified({ notification, answer }: Of<'notified'>): void {
    const { attention } = this.#chat;
    const wish = attention.notified(notification, answer);
    if (wish?.do === 'show') bringToFront(wish.tab, this.#chat);
    else if (wish?.tab.connection) {
      attention.muted.set(wish.tab.connection, wish.tab.target, true);
      this.#chat.countsChanged();
    }
  }

  #offer(tab: Tab, { offer, text }: Of<'fileOffered'>): void {
    this.#chat.ask(tab.connection, { type: 'say', target: tab.target, text, file: offer });
  }

  #add(effect: Effect): void {
    this.#effects.push(effect);
    if (!this.#isRunning) this.#drain();
  }

  /** In order: what an effect brings about by itself comes after what was decided before. */
  #drain(): void {
    this.#isRunning = true;
    try {
      for (let effect = this.#effects.shift(); effect; effect = this.#effects.shift()) this.#run(effect);
    } finally {
      this.#isRunning = false;
    }
  }
}
