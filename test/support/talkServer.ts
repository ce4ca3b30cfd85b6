import type { FailureCode } from '../../src/chat/connection.ts';
import type { ChatEvent, HistoricEvent, MessageEvent } from '../../src/chat/event.ts';
import { inEnglish } from '../../src/chat/translate.ts';
import { ClientFailure } from '../../src/client/failure.ts';
import { failureText } from '../../src/conversation/connections/failureText.ts';
import type { ClientRequest } from '../../src/conversation/effect.ts';
import type { Input, OlderLines } from '../../src/conversation/input.ts';
import type { ServerView } from '../../src/conversation/connections/serverView.ts';
import { foldCase } from '../../src/irc/names.ts';
import { base } from './talkTime.ts';

type Supported = Parameters<ServerView['supports']>[0];

/** A server as a client shows it, with what a test puts into it. */
export class ScriptedView implements ServerView {
  nick = 'rui';
  rooms: string[] = [];
  keepsSeconds: number | undefined = undefined;
  run: string | undefined = undefined;
  now: number | undefined = undefined;
  readonly limits = { nickBytes: 30, multilineBytes: 4_096 };
  readonly people = new Map<string, readonly string[]>();
  readonly topics = new Map<string, string>();
  /** Up to when all is known of a room, or of private chats under ''. */
  readonly known = new Map<string, number>();
  readonly supported = new Set<Supported>([
    'history',
    'tags',
    'redaction',
    'readMarkers',
    'files',
    'multiline',
  ]);

  members(room: string): readonly string[] {
    return this.people.get(foldCase(room)) ?? [];
  }

  knownUpTo(target: string): number | undefined {
    return this.known.get(foldCase(target));
  }

  topic(room: string): string {
    return this.topics.get(foldCase(room)) ?? '';
  }

  supports(what: Supported): boolean {
    return this.supported.has(what);
  }

  fold(name: string): string {
    return foldCase(name);
  }

  isChannel(name: string): boolean {
    return /^[#&]/.test(name);
  }
}

/** What a scripted connection does to its window. */
export interface Listener {
  take(input: Input): void;
}

/** One connection of a window whose server says what a test wants. */
export class TalkServer {
  readonly id: string;
  readonly view = new ScriptedView();
  /** All that was asked of its client. */
  readonly asked: ClientRequest[] = [];
  readonly #window: Listener;
  readonly #room: string;
  readonly #port: number;
  #said = 0;

  constructor(window: Listener, id: string, made: { room: string; port: number }) {
    this.#window = window;
    this.id = id;
    this.#room = made.room;
    this.#port = made.port;
  }

  emit(...events: readonly ChatEvent[]): void {
    for (const event of events) this.#window.take({ type: 'event', connection: this.id, event });
  }

  /** The connection is up, for the first time or again. */
  registers(at = '10.0.0.1'): void {
    const address = { address: at, port: this.#port };
    this.emit({ type: 'state', state: { phase: 'registered', address, since: base } });
  }

  /** We are let into a room. */
  admits(target = this.#room): void {
    this.view.rooms = [...new Set([...this.view.rooms, target])];
    if (!this.view.people.has(foldCase(target)))
      this.view.people.set(foldCase(target), ['ana', this.view.nick]);
    this.emit({ type: 'joined', target, at: base, nick: this.view.nick, own: true });
  }

  /** We are not let into a room. */
  refuses(target: string, numeric: string, forwardedTo?: string): void {
    const at = base;
    this.emit({ type: 'notEntered', target, at, numeric, text: 'No.', ...(forwardedTo && { forwardedTo }) });
  }

  breaks(code: FailureCode = 'lost', detail = ''): void {
    const state = { phase: 'reconnecting', attempt: 1, retryAt: base, failure: { code, detail } } as const;
    this.emit({ type: 'state', state });
  }

  /** It ends by itself; who is still entering is told by the one who enters it. */
  ends(code: FailureCode, detail = ''): void {
    const failure = { code, detail };
    this.emit({ type: 'state', state: { phase: 'closed', failure } });
    const ending = failureText(new ClientFailure(code, detail), inEnglish);
    this.#window.take({ type: 'ended', connection: this.id, ...ending });
  }

  /** Somebody says something in the room, or where `more` says. @returns the server's name for it */
  says(nick: string, text: string, more: Partial<MessageEvent> = {}): string {
    const event = this.message(nick, text, more);
    this.emit(event);
    return event.id;
  }

  /** We say something: first it waits, as a client tells it. @returns its id here */
  own(text: string, more: Partial<MessageEvent> = {}): string {
    this.#said += 1;
    const id = `own${this.#said}`;
    this.emit({ ...this.#unnamed(this.view.nick, text), id, own: true, delivery: 'sent', ...more });
    return id;
  }

  /** The server has one of ours. */
  echoes(id: string, msgid: string, second: number, target = this.#room): void {
    this.emit({ type: 'delivery', target, id, delivery: 'relayed', msgid, at: base + second * 1_000 });
  }

  /** A message, of this moment where `more` has no time. */
  message(nick: string, text: string, more: Partial<MessageEvent> = {}): MessageEvent {
    const event = this.#unnamed(nick, text);
    const id = more.msgid ?? more.id ?? event.id;
    return { ...event, id, msgid: id, ...more };
  }

  /** A message of an earlier time, in seconds. */
  past(second: number, nick: string, text: string, more: Partial<MessageEvent> = {}): MessageEvent {
    const own = nick === this.view.nick;
    return this.message(nick, text, { at: base + second * 1_000, earlier: true, own, ...more });
  }

  /** Tells a piece of what was said before. */
  history(events: readonly HistoricEvent[], more: { target?: string; isWhole?: boolean } = {}): void {
    this.emit({ type: 'history', target: this.#room, isWhole: false, events, ...more });
  }

  /** The requests of one kind. */
  requests<Type extends ClientRequest['type']>(type: Type): Extract<ClientRequest, { type: Type }>[] {
    return this.asked.filter((one): one is Extract<ClientRequest, { type: Type }> => one.type === type);
  }

  /** Answers the last request for older lines. */
  answersOlder(events: readonly HistoricEvent[], end: OlderLines['end'] = 'more'): void {
    const request = this.requests('older').at(-1);
    if (request === undefined) throw new Error('nothing older was asked for');
    this.#window.take({ type: 'older', tab: request.tab, answer: { events, end } });
  }

  #unnamed(nick: string, text: string): MessageEvent {
    this.#said += 1;
    const id = `${this.id}-m${this.#said}`;
    const at = base + this.#said;
    return { type: 'message', target: this.#room, id, at, nick, text, form: 'say', own: false };
  }
}
