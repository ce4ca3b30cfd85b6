import type { HostAddress } from '../chat/connection.ts';
import type { Emit } from '../chat/event.ts';
import { ByteAccount } from '../common/byteAccount.ts';
import { type Clock, systemClock } from '../common/clock.ts';
import type { Disposable } from '../common/dispose.ts';
import { connectionBudget } from '../common/connectionBudget.ts';
import { isWord } from '../irc/names.ts';
import type { TlsIdentity } from '../net/tls.ts';
import type { OpenHost, VerifyHost } from './connection/connect.ts';
import { NickChoice } from './connection/nickChoice.ts';
import { Turns } from './connection/turns.ts';
import { knownUpTo, Marks } from './history/marks.ts';
import { ReadMarkers } from './history/readMarkers.ts';
import { maxLoggedLines, maxSeenIds } from './limits.ts';
import { PacedEvents } from './pacedEvents.ts';
import { SeenIds } from './reading/seenIds.ts';
import { Rooms } from './rooms/rooms.ts';
import { Outbox } from './saying/outbox.ts';
import { foldAscii, type Server } from './server.ts';
import { ServerClock } from './serverClock.ts';

/** What a `ChatClient` is made of. */
export interface ClientOptions {
  /** Tried side by side: the first that answers and is verified wins. */
  readonly addresses: readonly HostAddress[];
  readonly identity: TlsIdentity;
  readonly nick: string;
  readonly realName: string;
  /** '' for none. */
  readonly password: string;
  /** Asked after the TLS handshake, before a byte is sent, on each reconnect too; about one address at a time. */
  readonly verifyHost: VerifyHost;
  /** Gets everything that happens, in order. What it throws is logged. */
  readonly emit: Emit;
  /** TLS if not given. */
  readonly openStream?: OpenHost;
  readonly clock?: Clock;
  /** Tells when the machine's network changes. */
  readonly onNetworkChange?: (listener: () => void) => Disposable;
  /** Gives a number from 0 up to but not including 1. */
  readonly random?: () => number;
  readonly log?: (text: string) => void;
}

/** What a client keeps from one connection to the next. */
export class ClientState {
  readonly clock: Clock;
  readonly turns: Turns;
  readonly events: PacedEvents;
  readonly emit: Emit;
  /** What is kept of the server's besides names; one that makes it too much is left. */
  readonly account = new ByteAccount(connectionBudget.client);
  readonly nicks: NickChoice;
  readonly rooms: Rooms;
  readonly outbox: Outbox;
  readonly readMarkers: ReadMarkers;
  readonly seen = new SeenIds(maxSeenIds);
  readonly marks: Marks;
  /** The oldest message shown of each room and private chat: what comes before it is older. */
  readonly oldest: Marks;
  /** The server that let us in last. */
  server: Server | undefined;
  readonly serverClock: ServerClock;
  /** The run of the server's histories that all this is known of; undefined where it names none. */
  run: string | undefined;
  /** All private messages are known up to this time of the server's; undefined before the first break of the first client. */
  chatsKnownUpTo: number | undefined;
  /** That is so since an earlier client has heard them, and this one has told nothing yet of what was said before. */
  areChatsKept = false;
  /** Why the user is away; '' when they are not. */
  away = '';
  readonly #log: (text: string) => void;
  #logged = 0;

  constructor(options: ClientOptions) {
    const { clock = systemClock, log = () => undefined, random = Math.random, nick, emit } = options;
    const fold = (name: string): string => this.fold(name);
    this.clock = clock;
    this.#log = log;
    this.serverClock = new ServerClock(clock);
    this.turns = new Turns(clock);
    this.events = new PacedEvents(this.turns, emit, error => this.logError(error));
    this.emit = this.events.emit;
    this.nicks = new NickChoice(nick, random);
    this.rooms = new Rooms(fold, target => this.emit({ type: 'membersChanged', target }));
    this.outbox = new Outbox(this.rooms, this, this.emit);
    this.readMarkers = new ReadMarkers(clock, fold);
    this.marks = new Marks(fold);
    this.oldest = new Marks(fold);
  }

  /** Logs what a server brings about; one that does so again and again fills no log. */
  log(text: string): void {
    this.#logged += 1;
    if (this.#logged <= maxLoggedLines) this.#log(text);
  }

  logError(error: unknown): void {
    this.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }

  /** Up to when all that was said in a room, or in private with target '', was known at the last break. */
  knownUpTo(target: string): number | undefined {
    const mark = this.marks.get(target);
    return target === '' ? this.chatsKnownUpTo : mark && knownUpTo(mark);
  }

  /**
   * All was known up to this time to an earlier client: of a room, or of private chats with target ''.
   *
   * @param run of the server's histories
   */
  keepKnown(target: string, upTo: number, run?: string): void {
    this.run ??= run;
    if (target !== '') this.marks.keep(target, upTo);
    else if (this.chatsKnownUpTo === undefined) {
      this.chatsKnownUpTo = upTo;
      this.areChatsKept = true;
    }
  }

  /** A name as the server compares names; as ASCII does before there is one. */
  fold(name: string): string {
    return this.server?.fold(name) ?? foldAscii(name);
  }
  isChannel(name: string): boolean {
    return this.server?.isChannel(name) ?? /^[#&]/.test(name);
  }

  /** The numeric that refuses what cannot even be asked for; undefined for a room that can be entered. */
  cannotEnter(room: string, key: string): string | undefined {
    // `JOIN 0` would leave all rooms.
    if (!isWord(room) || !this.isChannel(room) || (key !== '' && !isWord(key))) return '403';
    return this.rooms.hasSpaceFor(room) ? undefined : '405';
  }
}
