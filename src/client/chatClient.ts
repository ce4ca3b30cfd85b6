import type { ChatEvent } from '../chat/event.ts';
import { type Clock, systemClock } from '../common/clock.ts';
import type { Disposable } from '../common/dispose.ts';
import { Emitter, type Event } from '../common/emitter.ts';
import { message } from '../irc/message.ts';
import { splitByBytes } from '../irc/utf8.ts';
import type { ClientOptions, ClientState } from './clientOptions.ts';
import { sayable, sayableLine } from './compose.ts';
import { newId } from './incomingText.ts';
import { defaultNickBytes, defaultTopicBytes } from './limits.ts';
import { isWord } from './names.ts';
import { Outbox } from './outbox.ts';
import { Reconnector } from './reconnector.ts';

export type { ClientOptions, ClientState } from './clientOptions.ts';
export type { HostAddress } from './hostAddress.ts';

/**
 * One person in one room of one IRC server, whichever server that is. Connects again by itself after a break, and what
 * was said meanwhile goes out then. Everything is told through events; nothing here has words for users.
 */
export class ChatClient implements Disposable {
  readonly #clock: Clock;
  readonly #log: (text: string) => void;
  readonly #outbox = new Outbox(event => this.#emit(event));
  readonly #connection: Reconnector;
  readonly #event = new Emitter<ChatEvent>();
  readonly #stateChanged = new Emitter<ClientState>();
  readonly #membersChanged = new Emitter<readonly string[]>();
  readonly #room: string;
  #members: readonly string[] = [];

  readonly onEvent: Event<ChatEvent> = this.#event.event;
  readonly onState: Event<ClientState> = this.#stateChanged.event;
  readonly onMembers: Event<readonly string[]> = this.#membersChanged.event;

  /** Does nothing yet: `join` does. */
  constructor(options: ClientOptions) {
    this.#clock = options.clock ?? systemClock;
    this.#log = options.log ?? (() => undefined);
    this.#room = options.room;
    this.#connection = new Reconnector(options, this.#outbox, {
      emit: event => this.#emit(event),
      state: state => this.#fire(this.#stateChanged, state),
      members: nicks => {
        this.#members = nicks;
        this.#fire(this.#membersChanged, nicks);
      },
    });
  }

  get state(): ClientState {
    return this.#connection.state;
  }

  /** Our nick as the server has it, or the one we shall ask for. */
  get nick(): string {
    return this.#connection.nick;
  }

  /** Who is in the room, in alphabetical order; after a break who was there last. */
  get members(): readonly string[] {
    return this.#members;
  }

  get topic(): string {
    return this.#connection.session?.room.topic ?? '';
  }

  /** What the server allows, in bytes; a careful guess while there is none. */
  get limits(): { readonly nickBytes: number; readonly topicBytes: number } {
    const server = this.#connection.session?.server;
    const { nickBytes = defaultNickBytes, topicBytes = defaultTopicBytes } = server ?? {};
    return { nickBytes, topicBytes };
  }

  /**
   * Connects and enters the room. May be called once. The signal calls off whatever is done until we are in the room,
   * `retryNick` included.
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
   * Says something in the room, now or when there is a connection again. Line breaks stay line breaks.
   *
   * @returns the id under which its `delivery` events come
   */
  say(text: string): string {
    return this.#speak('say', sayable(text));
  }

  /** The same as an action, `/me`; line breaks become spaces. */
  act(text: string): string {
    return this.#speak('action', sayableLine(text));
  }

  /** Asks for another nick; a `renamed` or a `refused` event answers. Without a connection it is kept for the next. */
  setNick(nick: string): void {
    if (!isWord(nick)) {
      this.#emit({ type: 'refused', at: this.#clock.now(), numeric: '432', params: [nick, ''] });
    } else if (this.#connection.session?.isJoined === true) {
      this.#connection.session.send(message('NICK', nick));
    } else {
      const before = this.nick;
      this.#connection.wantNick(nick);
      this.#emit({ type: 'renamed', at: this.#clock.now(), nick: before, to: nick, own: true });
    }
  }

  /** Asks for another topic, cut to what the server allows; '' takes it away. Ignored without a connection. */
  setTopic(text: string): void {
    const topic = text === '' ? '' : splitByBytes(sayableLine(text), this.limits.topicBytes)[0];
    this.#connection.session?.send(message('TOPIC', this.#room, topic ?? ''));
  }

  /** Tells who is there, as a `members` event. */
  who(): void {
    this.#emit({ type: 'members', at: this.#clock.now(), nicks: this.#members });
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

  #speak(form: 'say' | 'action', text: string): string {
    const id = newId();
    const closed = this.state.phase === 'closed' ? 'closed' : undefined;
    const reason = closed ?? this.#outbox.refuses(text);
    this.#emit({
      type: 'message',
      id,
      at: this.#clock.now(),
      nick: this.nick,
      text,
      form,
      target: this.#room,
      own: true,
      delivery: this.#outbox.isOpen && reason === undefined ? 'sent' : 'queued',
    });
    if (reason === undefined) this.#outbox.add(id, form, text);
    else this.#emit({ type: 'delivery', id, delivery: 'failed', reason });
    return id;
  }

  #emit(event: ChatEvent): void {
    this.#fire(this.#event, event);
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
