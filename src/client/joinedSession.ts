import type { HistoricEvent } from '../chat/event.ts';
import { type Disposable, DisposableStore } from '../common/dispose.ts';
import { type Message, message } from '../irc/message.ts';
import { isMsgid, isWord } from '../irc/names.ts';
import { splitByBytes } from '../irc/utf8.ts';
import type { ClientState } from './clientState.ts';
import { KeepNick } from './connection/keepNick.ts';
import type { Pings } from './connection/pings.ts';
import { supports } from './features.ts';
import { CatchUp } from './history/catchUp.ts';
import { HeldEvents } from './history/heldEvents.ts';
import { HistoryRequests } from './history/historyRequests.ts';
import { followRun } from './history/newRun.ts';
import { MissedChats } from './history/missedChats.ts';
import { OlderHistory } from './history/olderHistory.ts';
import { joinRooms, maxMotdLines, maxReasonBytes, type Patience, patience, relayPatience } from './limits.ts';
import { JoinPatience } from './rooms/joinPatience.ts';
import { Lists } from './rooms/lists.ts';
import type { Room } from './rooms/room.ts';
import { Pacer } from './saying/pacer.ts';
import { TagMessages } from './saying/tagMessages.ts';
import type { Server } from './server.ts';

/**
 * What there is on a connection once the server has let us in: rooms, private chats, and all that is asked there. What cannot
 * be on a line is not asked; answers come as events.
 */
export class JoinedSession implements Disposable {
  readonly server: Server;
  readonly client: ClientState;
  readonly #parts = new DisposableStore();
  readonly #send: (sent: Message) => void;
  readonly #pacer: Pacer;
  readonly #pings: Pings;
  readonly #joins: JoinPatience;
  readonly #catchUp: CatchUp;
  readonly #missedChats: MissedChats;
  readonly held: HeldEvents;
  readonly history: HistoryRequests;
  readonly older: OlderHistory;
  readonly tags: TagMessages;
  readonly lists: Lists;
  keepNick: KeepNick | undefined;
  /** Rooms, folded, that are left before the server has let us in. */
  readonly #unwanted = new Set<string>();
  readonly #showsMotd: boolean;
  #motdLines = 0;
  #isBegun = false;

  constructor(server: Server, client: ClientState, pings: Pings, send: (sent: Message) => void) {
    this.server = server;
    this.#pings = pings;
    this.client = client;
    this.#send = send;
    this.#showsMotd = client.server === undefined;
    this.#joins = this.#parts.add(new JoinPatience(client));
    this.#pacer = this.#parts.add(new Pacer(server, client.clock, send));
    this.tags = this.#parts.add(new TagMessages(server, client, this.#pacer));
    this.lists = this.#parts.add(new Lists(client.clock, send));
    this.held = new HeldEvents(server, client);
    this.history = this.#parts.add(new HistoryRequests(server, client.clock, send));
    this.#catchUp = new CatchUp(server, client, this.history, this.held);
    const parts = { held: this.held, catchUp: this.#catchUp };
    this.#missedChats = new MissedChats(server, client, this.history, parts);
    this.older = new OlderHistory(server, client, this.history);
  }

  /** How long the server may be silent. */
  get patience(): Patience {
    return this.server.isPyChat ? relayPatience : patience;
  }

  /** Since when, by our clock, an answer is waited for; undefined while none is. */
  get waitsSince(): number | undefined {
    const since = Math.min(this.history.waitsSince ?? Infinity, this.client.outbox.waitsSince ?? Infinity);
    return since === Infinity ? undefined : since;
  }

  ping(): void {
    this.#pings.ask();
  }

  /** The server has let us in: the rooms are entered, and what waits goes out. */
  begin(): void {
    const { server, client } = this;
    this.#isBegun = true;
    followRun(server, client);
    this.join(client.rooms.all.filter(room => room.phase === 'wanted'));
    if (client.away !== '') this.away(client.away);
    if (supports(server, 'readMarkers')) client.readMarkers.attach(this.#send);
    client.outbox.attach({ server, pacer: this.#pacer, pings: this.#pings });
    // Asked before the queue goes out, which may take its time.
    this.#missedChats.begin();
    // Whatever comes of that: what is said in private from now on is for us.
    if (this.#heardAt !== undefined) client.keepKnown('', this.#heardAt);
    client.outbox.sendWaiting();
  }

  /** A room was entered: what was said there is fetched, and what waits for it goes out. */
  entered(room: Room): void {
    this.#catchUp.begin(room.name);
    // Whatever comes of that: what is said from now on is for us.
    const heardAt = this.#heardAt;
    if (heardAt !== undefined) this.client.marks.keep(room.name, heardAt);
    this.client.outbox.sendWaiting();
  }

  /** Messages of an earlier window were taken: those that may have arrived are looked for, where all is told as well. */
  resumed(): void {
    const { outbox, rooms } = this.client;
    if (!this.#isBegun) return;
    for (const { target } of outbox.unsettled) {
      const room = rooms.get(target);
      const isNowhere = room === undefined && this.server.isChannel(target);
      if (isNowhere || !supports(this.server, 'history')) outbox.settle(target, undefined);
      else if (room === undefined)
        this.#missedChats.look(target, this.#hearsChats ? this.#heardAt : undefined);
      else if (this.#hears(room)) {
        this.#noteHeardIn(room.name);
        this.#catchUp.begin(room.name);
      }
    }
  }

  /** Takes the nick back that was taken when we came. */
  keepTrying(wanted: string): void {
    const attempt = (): void => this.#send(message('NICK', wanted));
    this.keepNick = this.#parts.add(new KeepNick(wanted, this.client.clock, attempt));
  }

  /** Whether one more line of the message of the day is shown: on the first connection, `maxMotdLines`. */
  showsMotdLine(): boolean {
    this.#motdLines++;
    return this.#showsMotd && this.#motdLines <= maxMotdLines;
  }

  /** Tells what the server plays back by itself, one piece for each place. */
  tellPlayback(events: readonly HistoricEvent[]): void {
    for (const [target, told] of Map.groupBy(events, event => event.target))
      this.client.emit({ type: 'history', target, events: told, isWhole: false });
  }

  /** Asks to be let into rooms, at most `joinRooms` on a line; those with keys come first, as the keys have to. */
  join(rooms: readonly Room[]): void {
    this.#joins.wait(rooms);
    const sorted = [...rooms.filter(room => room.key !== ''), ...rooms.filter(room => room.key === '')];
    for (let at = 0; at < sorted.length; at += joinRooms) {
      const some = sorted.slice(at, at + joinRooms);
      const names = some.map(room => room.name).join(',');
      const keys = some.flatMap(room => (room.key === '' ? [] : [room.key])).join(',');
      for (const room of some) {
        room.phase = 'asked';
        this.#unwanted.delete(this.server.fold(room.name));
      }
      this.#send(message('JOIN', names, ...(keys === '' ? [] : [keys])));
    }
  }

  /** We have asked to be let out before the server had let us in. */
  isUnwanted(room: string): boolean {
    return this.#unwanted.has(this.server.fold(room));
  }

  /** Asks to be let out. @returns whether we are in that room, and so hear when we are out */
  part(room: string, reason: string): boolean {
    const known = this.client.rooms.get(room);
    if (known === undefined || known.phase === 'wanted') return false;
    // Where the JOIN is not answered yet, the server takes this after it.
    this.#send(message('PART', known.name, ...reasonOf(reason)));
    if (known.phase === 'asked') this.#unwanted.add(this.server.fold(known.name));
    return known.phase === 'entered';
  }

  redact(target: string, msgid: string, reason: string): void {
    if (!this.server.capabilities.has('draft/message-redaction')) return;
    if (isWord(target) && isMsgid(msgid)) this.#send(message('REDACT', target, msgid, ...reasonOf(reason)));
  }

  invite(nick: string, room: string): void {
    if (isWord(nick) && isWord(room)) this.#send(message('INVITE', nick, room));
  }

  kick(room: string, nick: string, reason: string): void {
    if (isWord(nick) && isWord(room)) this.#send(message('KICK', room, nick, ...reasonOf(reason)));
  }

  setTopic(room: string, text: string): void {
    const [topic = ''] = splitByBytes(text, this.server.topicBytes);
    if (isWord(room)) this.#send(message('TOPIC', room, topic));
  }

  /** @param reason '' when we are back */
  away(reason: string): void {
    this.#send(message('AWAY', ...reasonOf(reason)));
  }

  dispose(): void {
    const { outbox, readMarkers, rooms } = this.client;
    this.#noteHeard();
    outbox.detach();
    readMarkers.detach();
    rooms.detach();
    this.#catchUp.stop();
    this.#parts.dispose();
  }

  /** Up to when all that was said in a room, or in private with '', was heard, for the server. */
  knownUpTo(target: string): number | undefined {
    const { client } = this;
    const room = client.rooms.get(target);
    const known = client.knownUpTo(target);
    const isHeard = target === '' ? this.#hearsChats : room !== undefined && this.#hears(room);
    const heardAt = isHeard ? this.#heardAt : undefined;
    return heardAt === undefined ? known : Math.max(known ?? 0, heardAt);
  }

  /** What is the time for the server, or was when it said something last; undefined while that is not known. */
  get #heardAt(): number | undefined {
    const { client, server } = this;
    const { heardAt } = client.serverClock;
    return heardAt ?? (server.capabilities.has('server-time') ? undefined : client.clock.now());
  }

  /** Nothing that was missed in a room is still to come. */
  #hears(room: Room): boolean {
    return room.phase === 'entered' && !this.held.has(room.name);
  }

  get #hearsChats(): boolean {
    return this.#isBegun && this.#missedChats.isDone;
  }

  /** Up to now all was heard, wherever nothing that was missed is still to come. */
  #noteHeard(): void {
    const { client } = this;
    for (const room of client.rooms.all) if (this.#hears(room)) this.#noteHeardIn(room.name);
    if (this.#heardAt === undefined || !this.#hearsChats) return;
    client.chatsKnownUpTo = this.#heardAt;
    client.areChatsKept = false;
  }

  #noteHeardIn(target: string): void {
    if (this.#heardAt !== undefined) this.client.marks.heardUpTo(target, this.#heardAt);
  }
}

/** A reason as a parameter, where there is one. */
function reasonOf(reason: string): string[] {
  return reason === '' ? [] : splitByBytes(reason, maxReasonBytes).slice(0, 1);
}
