import type { ChatEvent, FileOffer, MessageEvent, PresenceEvent } from '../chat/event.ts';
import { type FileView, type Line, lineOf, type LineChange, type MessageLine } from '../chat/line.ts';
import type { Translate } from '../chat/translate.ts';
import { visibleText, visibleWord } from '../chat/visible.ts';
import { PastLines } from './pastLines.ts';
import { quoteOf } from './quote.ts';
import type { Tab } from './tab.ts';
import type { Tabs } from './tabs.ts';

/** What the log of a window asks and tells. */
export interface ChatLogListener {
  /** A line is at the end of a tab. */
  added(tab: Tab, line: Line): void;
  /** Lines of an earlier time have been put before the others. */
  putBefore(tab: Tab, lines: readonly Line[]): void;
  changed(tab: Tab, id: string, change: LineChange): void;
  /** Somebody else said something just now, or while we were away. */
  heard(tab: Tab, line: MessageLine): void;
  /** A message of a room or private chat that is to be kept, in order. */
  kept(tab: Tab, line: MessageLine): void;
  /** A message was taken back: what was kept of it goes too. */
  redacted(tab: Tab, id: string): void;
  /** What is new in a tab has changed by itself: another window has read it. */
  readElsewhere(tab: Tab): void;
  /** Nothing older can be had for a tab. */
  hasAllOlder(tab: Tab): void;
  /** A message of ours was not taken: too many wait already. */
  notKept(tab: Tab): void;
  /** We have another nick now. */
  renamedUs(): void;
  isMention(text: string): boolean;
  /** What a line that offers a file shows of it. */
  file(lineId: string, offer: FileOffer, own: boolean): FileView;
}

/** Puts what the client tells into the tabs it belongs to. */
export class ChatLog {
  readonly #tabs: Tabs;
  readonly #t: Translate;
  readonly #listener: ChatLogListener;
  readonly #past: PastLines;

  constructor(tabs: Tabs, t: Translate, listener: ChatLogListener) {
    this.#tabs = tabs;
    this.#t = t;
    this.#listener = listener;
    this.#past = new PastLines({
      before: (tab, lines) => listener.putBefore(tab, tab.scrollback.prepend(lines)),
      after: (tab, line) => this.#addPast(tab, line),
    });
  }

  /** Takes an event of the connection. */
  receive(event: ChatEvent): void {
    switch (event.type) {
      case 'message': {
        this.#takeMessage(event);
        return;
      }
      case 'joined':
      case 'left':
      case 'renamed': {
        this.#takePresence(event);
        return;
      }
      case 'serverSaid': {
        this.#note(this.#tabs.main, event);
        return;
      }
      case 'refused':
      case 'invited': {
        this.#note(this.#placeOfAnswer(event), event);
        return;
      }
      default: {
        const tab = this.#tabs.find(event.target);
        if (tab !== undefined) this.#takeInTab(tab, event);
      }
    }
  }

  /** Puts a line at the end of a tab. */
  add(tab: Tab, line: Line): void {
    this.#past.settle(tab);
    tab.scrollback.add(line);
    this.#listener.added(tab, line);
  }

  /** Changes a line, when it is still kept. */
  change(tab: Tab, id: string, change: LineChange): void {
    if (tab.scrollback.change(id, change)) this.#listener.changed(tab, id, change);
  }

  /** Older lines that were asked for go before all others. @returns those there was room for */
  prepend(tab: Tab, events: readonly ChatEvent[]): readonly Line[] {
    const messages = events.filter(event => event.type === 'message');
    const lines = messages.map(event => this.#lineOf(tab, event)).filter(line => line !== undefined);
    const taken = tab.scrollback.prepend(lines.filter(({ id }) => tab.scrollback.find(id) === undefined));
    for (const event of events) if (event.type !== 'message') this.receive(event);
    return taken.map(line => tab.scrollback.find(line.id) ?? line);
  }

  #takeInTab(tab: Tab, event: InTab): void {
    switch (event.type) {
      case 'delivery': {
        const { id, delivery, msgid, reason } = event;
        if (reason === 'outboxFull') this.#listener.notKept(tab);
        if (msgid !== undefined) tab.name(msgid, id);
        this.change(tab, id, { delivery });
        return;
      }
      case 'reaction': {
        this.#past.whenSettled(tab, () => this.#react(tab, event));
        return;
      }
      case 'redacted': {
        this.#past.whenSettled(tab, () => this.#redact(tab, event));
        return;
      }
      case 'typing': {
        tab.typing.take(visibleWord(event.nick), event.state);
        return;
      }
      case 'read': {
        tab.readElsewhere(event.upTo);
        this.#listener.readElsewhere(tab);
        return;
      }
      case 'wholeHistory': {
        tab.hasAllOlder = true;
        this.#listener.hasAllOlder(tab);
        return;
      }
      default: {
        this.#note(tab, event);
        return;
      }
    }
  }

  #takeMessage(event: MessageEvent): void {
    const tab = this.#tabOfMessage(event);
    const line = this.#lineOf(tab, event);
    if (line === undefined) return;
    tab.typing.end(line.nick);
    if (line.earlier === true) this.#past.hold(tab, line);
    else {
      this.add(tab, line);
      this.#listener.kept(tab, line);
      if (!line.own) this.#listener.heard(tab, line);
    }
  }

  /** Lines that came while nobody could see them are news; what was there before we ever came is not. */
  #addPast(tab: Tab, line: MessageLine): void {
    tab.scrollback.add(line);
    this.#listener.added(tab, line);
    this.#listener.kept(tab, line);
    if (!line.own && tab.readUpTo !== undefined && line.at > tab.readUpTo) this.#listener.heard(tab, line);
  }

  /** A notice opens no tab: services and bots send them to whoever comes. */
  #tabOfMessage({ target, form }: MessageEvent): Tab {
    const there = this.#tabs.find(target);
    if (there !== undefined || form === 'notice' || isChannel(target)) return there ?? this.#tabs.main;
    return this.#tabs.open('private', target) ?? this.#tabs.main;
  }

  #lineOf(tab: Tab, event: MessageEvent): MessageLine | undefined {
    const line = lineOf(event, this.#t);
    if (line?.kind !== 'message') return undefined;
    const { msgid, replyTo, file } = event;
    if (msgid !== undefined) tab.name(msgid, line.id);
    if (file !== undefined) tab.keepOffer(line.id, file);
    const elsewhere = this.#tabs.find(event.target) !== tab && !isChannel(event.target);
    return {
      ...line,
      ...(!line.own && this.#speaksToUs(tab, line.text, replyTo) && { mention: true }),
      ...(replyTo !== undefined && { quote: quoteOf(tab, replyTo) }),
      ...(file !== undefined && { file: this.#listener.file(line.id, file, line.own) }),
      ...(elsewhere && { privateWith: visibleWord(event.target) }),
    };
  }

  /** Our nick or a keyword is in it, or it answers a line of ours. */
  #speaksToUs(tab: Tab, text: string, replyTo: string | undefined): boolean {
    const answered = replyTo === undefined ? undefined : tab.message(tab.lineIdOf(replyTo));
    return answered?.own === true || this.#listener.isMention(text);
  }

  #takePresence(event: PresenceEvent): void {
    if (event.type === 'renamed') {
      this.#takeRenaming(event);
      return;
    }
    const room = this.#tabs.find(event.target);
    const tab = event.type === 'joined' && event.own ? (room ?? this.#openRoom(event.target)) : room;
    if (tab === undefined) return;
    tab.typing.end(visibleWord(event.nick));
    this.#note(tab, event);
  }

  #openRoom(target: string): Tab | undefined {
    const tab = this.#tabs.open('room', target);
    if (tab !== undefined) this.#tabs.show(tab);
    return tab;
  }

  #takeRenaming(event: PresenceEvent & { type: 'renamed' }): void {
    const talk = event.own ? undefined : this.#tabs.find(event.nick);
    if (talk !== undefined && this.#tabs.find(event.to) === undefined) talk.target = event.to;
    const rooms = event.rooms.map(room => this.#tabs.find(room));
    const places = event.own ? this.#tabs.list.filter(({ kind }) => kind !== 'private') : [...rooms, talk];
    for (const tab of new Set(places)) if (tab !== undefined) this.#note(tab, event);
    if (event.own) this.#listener.renamedUs();
  }

  #react(tab: Tab, event: ChatEvent & { type: 'reaction' }): void {
    const id = tab.lineIdOf(event.msgid);
    const reactions = tab.message(id) && tab.reactions.take(id, event);
    if (reactions !== undefined) this.change(tab, id, { reactions });
  }

  #redact(tab: Tab, event: ChatEvent & { type: 'redacted' }): void {
    const id = tab.lineIdOf(event.msgid);
    const redacted = { by: visibleWord(event.by), reason: visibleText(event.reason) };
    this.change(tab, id, { text: '', redacted });
    this.#listener.redacted(tab, id);
  }

  #placeOfAnswer(event: ChatEvent & { type: 'refused' | 'invited' }): Tab {
    const target = event.type === 'refused' ? event.target : undefined;
    return (target === undefined ? undefined : this.#tabs.find(target)) ?? this.#tabs.active;
  }

  #note(tab: Tab, event: ChatEvent): void {
    const line = lineOf(event, this.#t);
    if (line !== undefined) this.add(tab, line);
  }
}

type InTab = Exclude<
  ChatEvent,
  MessageEvent | PresenceEvent | { type: 'serverSaid' | 'refused' | 'invited' }
>;

function isChannel(target: string): boolean {
  return /^[#&+!@~%]/.test(target);
}
