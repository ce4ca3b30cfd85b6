import type { ConnectionState } from '../chat/connection.ts';
import type { ResumedMessage, TypingState } from '../chat/event.ts';
import type { Disposable } from '../common/dispose.ts';
import { message } from '../irc/message.ts';
import { isWord } from '../irc/names.ts';
import { type ClientOptions, ClientState } from './clientState.ts';
import { ClientConnection } from './connection/connection.ts';
import { type Feature, type ServerLimits, limitsOf, supports } from './features.ts';
import type { Older } from './history/olderHistory.ts';
import type { JoinedSession } from './joinedSession.ts';
import type { ListedRoom } from './rooms/lists.ts';
import { sayable, sayableLine } from './saying/compose.ts';
import type { MessageExtras, OutgoingText } from './saying/entry.ts';

export type { ClientOptions } from './clientState.ts';

/**
 * One person on one IRC server, whichever server that is, in any number of rooms and private chats. Connects again by
 * itself after a break, and what was said meanwhile goes out then. Everything is told through `emit`; nothing here has
 * words for users. A target is a room or, for a private chat, the other one's nick.
 */
export class ChatClient implements Disposable {
  readonly #state: ClientState;
  readonly #connection: ClientConnection;

  /** Does nothing yet: `start` does. */
  constructor(options: ClientOptions) {
    this.#state = new ClientState(options);
    this.#connection = new ClientConnection(options, this.#state);
  }

  get state(): ConnectionState {
    return this.#connection.state;
  }

  /** Our nick as the server has it, or the one we shall ask for. */
  get nick(): string {
    return this.#connection.nick;
  }

  /** The rooms that we are in or shall be in again. */
  get rooms(): readonly string[] {
    return this.#state.rooms.all.map(room => room.name);
  }

  /** Who is in a room, in alphabetical order; after a break who was there last; nobody where we are not. */
  members(room: string): readonly string[] {
    return this.#state.rooms.get(room)?.members ?? [];
  }

  /** '' where there is none. */
  topic(room: string): string {
    return this.#state.rooms.get(room)?.topic ?? '';
  }

  /** For how many seconds the server keeps on its disk what is said: 0 for not at all, undefined where it does not say. */
  get keepsSeconds(): number | undefined {
    return this.#state.server?.keepsSeconds;
  }

  /** What the server allows, in bytes; a careful guess while there is none. */
  get limits(): ServerLimits {
    return limitsOf(this.#state.server);
  }

  /** Whether the server, as last seen, offers what it takes. */
  supports(what: Feature): boolean {
    return supports(this.#state.server, what);
  }

  /** A name as the server compares names; before there is one ASCII letters are lower-cased. */
  fold(name: string): string {
    return this.#state.fold(name);
  }

  /** Whether `name` is a room's and not a person's. */
  isChannel(name: string): boolean {
    return this.#state.isChannel(name);
  }

  /**
   * Connects, and enters the rooms that are wanted. May be called once. Resolves when the server has let us in. Until
   * then the signal cancels, `retryNick` included.
   *
   * @throws {ClientFailure} the state is `closed` then, unless the code is `nickTaken` or `nickRefused`: the server
   * waits for `retryNick`
   */
  start(signal: AbortSignal): Promise<void> {
    return this.#connection.start(signal);
  }

  /** Goes on with another nick after `start` or `retryNick` failed for the one before. Fails as `start` does. */
  retryNick(nick: string): Promise<void> {
    return this.#connection.retryNick(nick);
  }

  /**
   * Says something, now or as soon as that is possible. Line breaks stay line breaks.
   *
   * @returns the id under which its `delivery` events come
   */
  say(target: string, text: string, extras: MessageExtras = {}): string {
    return this.#say({ form: 'say', target, text: sayable(text), ...extras });
  }

  /** The same as an action, `/me`; line breaks become spaces. */
  act(target: string, text: string): string {
    return this.#say({ form: 'action', target, text: sayableLine(text) });
  }

  /** Withdraws a message of ours of which nothing was sent yet: a `withdrawn` event answers; otherwise nothing happens. */
  withdraw(id: string): void {
    this.#state.outbox.withdraw(id);
  }

  /** Takes messages of ours that an earlier window had; only their `delivery` events follow. */
  resume(messages: readonly ResumedMessage[]): void {
    this.#state.outbox.resume(messages);
    this.#joined?.resumed();
  }

  /** Reacts to a message, or takes that back; a `reaction` event answers. Ignored without a connection. */
  react(target: string, msgid: string, reaction: string, removed: boolean): void {
    this.#joined?.tags.react(target, { msgid, reaction, removed });
  }

  /** Takes a message back; a `redacted` or a `refused` event answers. Ignored without a connection. */
  redact(target: string, msgid: string, reason: string): void {
    this.#joined?.redact(target, msgid, sayableLine(reason).trim());
  }

  /** Tells that we type, no more often than the specification allows. https://ircv3.net/specs/client-tags/typing */
  typing(target: string, state: TypingState): void {
    this.#joined?.tags.typing(target, state);
  }

  /** Tells the server, soon, that all up to a time was read; never goes back. @param upTo milliseconds since 1970 */
  markRead(target: string, upTo: number): void {
    this.#state.readMarkers.set(target, upTo);
  }

  /** What was said before a time, in milliseconds since 1970. */
  older(target: string, before: number): Promise<Older> {
    return this.#joined?.older.ask(target, before) ?? Promise.resolve({ events: [], end: 'noAnswer' });
  }

  /** All that was said in a room, or in private with '', was told up to this time of the server's; undefined for unknown. */
  knownUpTo(target: string): number | undefined {
    if (this.#state.events.isBehind) return undefined;
    return this.#joined?.knownUpTo(target) ?? this.#state.knownUpTo(target);
  }

  /** About what time it is for the server; our own where it does not say so. */
  get now(): number {
    return this.#state.serverClock.now();
  }

  /** The run of the server's histories that this is a time of; undefined where it names none. */
  get run(): string | undefined {
    return this.#state.events.isBehind ? undefined : this.#state.run;
  }

  /** An earlier client's `knownUpTo` and `run`, before we are in there: what may be missing since then is a gap. */
  keepKnown(target: string, upTo: number, run?: string): void {
    this.#state.keepKnown(target, upTo, run);
  }

  /**
   * Enters a room, now or when there is a connection, and after each break; `joined` or `notEntered` events answer.
   *
   * @param options `shownUpTo`: what was said there up to this time, milliseconds since 1970, is shown already
   */
  enterRoom(room: string, { key = '', shownUpTo }: { key?: string; shownUpTo?: number } = {}): void {
    const { rooms, marks, clock, emit } = this.#state;
    const numeric = this.#state.cannotEnter(room, key);
    if (numeric !== undefined) emit({ type: 'notEntered', target: room, at: clock.now(), numeric, text: '' });
    if (numeric === undefined && shownUpTo !== undefined) marks.shownUpTo(room, shownUpTo);
    const wanted = numeric === undefined ? rooms.want(room, key) : undefined;
    if (wanted !== undefined && wanted.phase !== 'entered') this.#joined?.join([wanted]);
  }

  /** Leaves a room, and does not come back to it; what waits to be said there has failed. */
  leaveRoom(room: string, reason: string): void {
    const { rooms, outbox } = this.#state;
    const wanted = rooms.get(room);
    if (wanted === undefined || this.#joined?.part(room, sayableLine(reason).trim()) === true) return;
    rooms.forget(wanted);
    outbox.refused(wanted.name, 'notInRoom');
  }

  invite(nick: string, room: string): void {
    this.#joined?.invite(nick, room);
  }

  kick(room: string, nick: string, reason: string): void {
    this.#joined?.kick(room, nick, sayableLine(reason).trim());
  }

  /** The rooms that the server lists, at most `maxListedRooms`, within `listTimeoutMs`. Never fails. */
  list(): Promise<readonly ListedRoom[]> {
    return this.#joined?.lists.ask() ?? Promise.resolve([]);
  }

  /** Asks for another nick; a `renamed` or a `refused` event answers. Without a connection it is kept for the next. */
  setNick(nick: string): void {
    const { session } = this.#connection;
    const { clock, emit } = this.#state;
    if (!isWord(nick))
      emit({ type: 'refused', at: clock.now(), numeric: '432', params: [nick, ''], target: nick });
    else if (session !== undefined) session.send(message('NICK', nick));
    else this.#connection.wantNick(nick);
  }

  /** Asks for another topic, cut to what the server allows; '' takes it away. Ignored without a connection. */
  setTopic(room: string, text: string): void {
    this.#joined?.setTopic(room, text === '' ? '' : sayableLine(text));
  }

  /** Tells people that we are away, also after a break; '' that we are back. */
  away(reason: string): void {
    this.#state.away = reason === '' ? '' : sayableLine(reason).trim();
    this.#joined?.away(this.#state.away);
  }

  /** Skips the wait before the next attempt to connect. */
  retryNow(): void {
    this.#connection.retryNow();
  }

  /** Says goodbye and closes, within `leaveTimeoutMs`; at once while the server has not let us in. Never fails. */
  leave(reason: string): Promise<void> {
    return this.#connection.leave(sayableLine(reason).trim());
  }

  /** Closes now, without a goodbye. */
  dispose(): void {
    this.#connection.close();
  }

  /** What there is to do on the server, while it has let us in. */
  get #joined(): JoinedSession | undefined {
    return this.#connection.session?.joined;
  }

  #say(outgoing: OutgoingText): string {
    this.#joined?.tags.said(outgoing.target);
    return this.#state.outbox.say(outgoing, this.nick);
  }
}
