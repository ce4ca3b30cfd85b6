import type { ChatEvent, TypingState } from '../chat/event.ts';
import { type Clock, systemClock } from '../common/clock.ts';
import type { Disposable } from '../common/dispose.ts';
import { Emitter, type Event } from '../common/emitter.ts';
import { message } from '../irc/message.ts';
import type { ClientOptions, ClientState } from './clientOptions.ts';
import { sayable, sayableLine } from './saying/compose.ts';
import { type Feature, type Limits, limitsOf, supports } from './features.ts';
import type { Inside } from './inside.ts';
import type { ListedRoom } from './rooms/lists.ts';
import { Memory } from './memory.ts';
import { isWord } from './names.ts';
import type { Older } from './history/olderHistory.ts';
import { Reconnector } from './connection/reconnector.ts';
import { type More, Speech } from './saying/speech.ts';

export type { ClientOptions, ClientState } from './clientOptions.ts';
export type { HostAddress } from './hostAddress.ts';

/**
 * One person on one IRC server, whichever server that is, in any number of rooms and private chats. Connects again by
 * itself after a break, and what was said meanwhile goes out then. Everything is told through events; nothing here has
 * words for users. A target is a room or, for a private chat, the other one's nick.
 */
export class ChatClient implements Disposable {
  readonly #clock: Clock;
  readonly #log: (text: string) => void;
  readonly #memory: Memory;
  readonly #speech: Speech;
  readonly #connection: Reconnector;
  readonly #event = new Emitter<ChatEvent>();
  readonly #stateChanged = new Emitter<ClientState>();
  readonly #membersChanged = new Emitter<string>();

  readonly onEvent: Event<ChatEvent> = this.#event.event;
  readonly onState: Event<ClientState> = this.#stateChanged.event;
  /** The room whose members are others now. */
  readonly onMembers: Event<string> = this.#membersChanged.event;

  /** Does nothing yet: `join` does. */
  constructor(options: ClientOptions) {
    this.#clock = options.clock ?? systemClock;
    this.#log = options.log ?? (() => undefined);
    const emit = (event: ChatEvent): void => this.#fire(this.#event, event);
    this.#memory = new Memory(options, this.#clock, emit);
    this.#connection = new Reconnector(options, this.#memory, {
      emit,
      state: state => this.#fire(this.#stateChanged, state),
      members: room => this.#fire(this.#membersChanged, room),
    });
    const { outbox } = this.#memory;
    this.#speech = new Speech({ clock: this.#clock, emit, outbox, client: this });
  }

  get state(): ClientState {
    return this.#connection.state;
  }

  /** Our nick as the server has it, or the one we shall ask for. */
  get nick(): string {
    return this.#connection.nick;
  }

  /** The rooms that we are in or shall be in again; the first is the one from the options. */
  get rooms(): readonly string[] {
    return this.#memory.rooms.names;
  }

  /** Who is in a room, in alphabetical order; after a break who was there last; nobody where we are not. */
  members(room: string): readonly string[] {
    return this.#memory.rooms.find(room)?.last?.members ?? [];
  }

  /** '' where there is none. */
  topic(room: string): string {
    return this.#memory.rooms.find(room)?.last?.topic ?? '';
  }

  /** What the server allows, in bytes; a careful guess while there is none. */
  get limits(): Limits {
    return limitsOf(this.#memory.server);
  }

  /** Whether the server, as last seen, offers what it takes. */
  supports(what: Feature): boolean {
    return supports(this.#memory.server, what);
  }

  /** A name as the server compares names; before there is one the letters of ASCII are made small. */
  fold(name: string): string {
    return this.#memory.fold(name);
  }

  /** Whether `name` is a room's and not a person's. */
  isChannel(name: string): boolean {
    return this.#memory.server?.isChannel(name) ?? /^[#&]/.test(name);
  }

  /**
   * Connects and enters the first room. May be called once. The signal calls off whatever is done until we are in the
   * room, `retryNick` included.
   *
   * @throws {ClientFailure} the state is `closed` then, unless the code is `nickTaken` or `nickRefused`: the server
   * waits for `retryNick`
   */
  join(signal: AbortSignal): Promise<void> {
    return this.#connection.join(signal);
  }

  /** Goes on with another nick after `join` or `retryNick` failed for the one before. Fails as `join` does. */
  retryNick(nick: string): Promise<void> {
    return this.#connection.retryNick(nick);
  }

  /**
   * Says something, now or when there is a connection again. Line breaks stay line breaks.
   *
   * @returns the id under which its `delivery` events come
   */
  say(target: string, text: string, more: More = {}): string {
    return this.#speech.speak({ form: 'say', target, text: sayable(text), ...more });
  }

  /** The same as an action, `/me`; line breaks become spaces. */
  act(target: string, text: string): string {
    return this.#speech.speak({ form: 'action', target, text: sayableLine(text) });
  }

  /** Reacts to a message, or takes that back; a `reaction` event answers. Ignored without a connection. */
  react(target: string, msgid: string, reaction: string, removed: boolean): void {
    this.#inside?.tags.react(target, { msgid, reaction, removed });
  }

  /** Takes a message back; a `redacted` or a `refused` event answers. Ignored without a connection. */
  redact(target: string, msgid: string, reason: string): void {
    this.#inside?.requests.redact(target, msgid, sayableLine(reason).trim());
  }

  /** Tells that we type, no oftener than the specification allows. https://ircv3.net/specs/client-tags/typing */
  typing(target: string, state: TypingState): void {
    this.#inside?.tags.typing(target, state);
  }

  /** Tells the server, soon, that all up to a time was read; never goes back. @param upTo milliseconds since 1970 */
  markRead(target: string, upTo: number): void {
    this.#memory.readMarkers.set(target, upTo);
  }

  /** What was said before a time, in milliseconds since 1970. Nothing, and no more, without a connection. */
  older(target: string, before: number): Promise<Older> {
    return this.#inside?.older(target, before) ?? Promise.resolve({ events: [], more: false });
  }

  /** Enters a further room, now and after each break; `joined` or `refused` events answer. */
  enterRoom(room: string, key = ''): void {
    const numeric = this.#cannotEnter(room, key);
    if (numeric !== undefined) this.#refuse(numeric, room);
    else if (this.#memory.rooms.want(room, key)) this.#inside?.requests.join([{ name: room, key }]);
  }

  /** Leaves a room for good; the first one until the next break or `enterRoom`. */
  leaveRoom(room: string, reason: string): void {
    const isIn = this.#inside?.requests.part(room, sayableLine(reason).trim()) === true;
    if (!isIn) this.#memory.rooms.forget(room);
  }

  invite(nick: string, room: string): void {
    this.#inside?.requests.invite(nick, room);
  }

  kick(room: string, nick: string, reason: string): void {
    this.#inside?.requests.kick(room, nick, sayableLine(reason).trim());
  }

  /** The rooms that the server tells of, at most `maxListedRooms`, within `listTimeoutMs`. Never fails. */
  list(): Promise<readonly ListedRoom[]> {
    return this.#inside?.lists.ask() ?? Promise.resolve([]);
  }

  /** Asks for another nick; a `renamed` or a `refused` event answers. Without a connection it is kept for the next. */
  setNick(nick: string): void {
    if (!isWord(nick)) this.#refuse('432', nick);
    else if (this.#inside !== undefined) this.#connection.session?.send(message('NICK', nick));
    else this.#connection.wantNick(nick);
  }

  /** Asks for another topic, cut to what the server allows; '' takes it away. Ignored without a connection. */
  setTopic(room: string, text: string): void {
    this.#inside?.requests.setTopic(room, text === '' ? '' : sayableLine(text));
  }

  /** Tells who is there, as a `members` event. */
  who(room: string): void {
    const nicks = this.members(room);
    this.#fire(this.#event, { type: 'members', target: room, at: this.#clock.now(), nicks });
  }

  /** Tells people that we are away, also after a break; '' that we are back. */
  away(reason: string): void {
    this.#memory.away = reason === '' ? '' : sayableLine(reason).trim();
    this.#inside?.requests.away(this.#memory.away);
  }

  /** Skips the wait before the next attempt to connect. */
  retryNow(): void {
    this.#connection.retryNow();
  }

  /** Says goodbye and closes, within `leaveTimeoutMs`. Never fails. */
  leave(reason: string): Promise<void> {
    return this.#connection.leave(sayableLine(reason).trim());
  }

  /** Closes now, without a goodbye. */
  dispose(): void {
    this.#connection.close();
    for (const emitter of [this.#event, this.#stateChanged, this.#membersChanged]) emitter.dispose();
  }

  /** What there is to do on the server, while we are in the first room. */
  get #inside(): Inside | undefined {
    const { session } = this.#connection;
    return session?.isJoined === true ? session.inside : undefined;
  }

  #cannotEnter(room: string, key: string): string | undefined {
    // `JOIN 0` would leave all rooms.
    if (!isWord(room) || !this.isChannel(room) || (key !== '' && !isWord(key))) return '403';
    return this.#memory.rooms.hasRoomFor(room) ? undefined : '405';
  }

  #refuse(numeric: string, what: string): void {
    this.#fire(this.#event, {
      type: 'refused',
      at: this.#clock.now(),
      numeric,
      params: [what, ''],
      target: what,
    });
  }

  /** A listener's mistake is not the connection's: it is logged, and the chat goes on. */
  #fire<T>(emitter: Emitter<T>, value: T): void {
    try {
      emitter.fire(value);
    } catch (error) {
      this.#log(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  }
}
