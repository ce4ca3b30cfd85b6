import type { Emit, ResumedMessage } from '../../chat/event.ts';
import type { Clock } from '../../common/clock.ts';
import type { Message } from '../../irc/message.ts';
import { maxFlights } from '../limits.ts';
import type { Whole } from '../reading/batches.ts';
import type { Rooms } from '../rooms/rooms.ts';
import type { ServerClock } from '../serverClock.ts';
import { DeliveryNews } from './deliveryNews.ts';
import {
  canSendAgain,
  cutEntry,
  isUnsettled,
  newEntry,
  noteEcho,
  type OutboxEntry,
  type OutgoingText,
  resumedEntry,
  saidEvent,
  sentAs,
  type Wire,
} from './entry.ts';
import { type FoundUnit, Flights } from './flights.ts';
import { OutboxEntries } from './outboxEntries.ts';

/** What a refusal was about: a message of ours, one that nobody waits for any more, or neither. */
type Answer = 'taken' | 'stale' | undefined;

/**
 * Messages of ours from Enter until it is known what has become of them: kept while they cannot be sent, sent in order
 * when they can, a few at a time. The only place that knows how far each has come, and says so through `emit`.
 *
 * One that was sent on a connection that broke waits until the next one has told what was said meanwhile (`settle`): it
 * is sent again only where a server recognises it and has lost nothing since; else it is not confirmed.
 */
export class Outbox {
  readonly #rooms: Rooms;
  readonly #clock: Clock;
  readonly #serverClock: ServerClock;
  readonly #emit: Emit;
  readonly #news: DeliveryNews;
  readonly #entries = new OutboxEntries();
  #flights: Flights | undefined;
  #isClosed = false;

  constructor(rooms: Rooms, time: { readonly clock: Clock; readonly serverClock: ServerClock }, emit: Emit) {
    this.#rooms = rooms;
    this.#clock = time.clock;
    this.#serverClock = time.serverClock;
    this.#emit = emit;
    this.#news = new DeliveryNews(emit);
  }

  /** Since when, by our clock, a message has been under way; undefined while none is. */
  get waitsSince(): number | undefined {
    return this.#flights?.since;
  }

  /** Takes a message and sends it if that is possible now. @returns its id, under which `delivery` events follow */
  say(outgoing: OutgoingText, nick: string): string {
    // A room is called as it was entered.
    const target = this.#rooms.get(outgoing.target)?.name ?? outgoing.target;
    const entry = newEntry({ ...outgoing, target });
    const refusal = this.#isClosed ? 'closed' : this.#entries.add(entry);
    this.sendWaiting();
    this.#emit(saidEvent(entry, nick, this.#serverClock.now()));
    entry.isTold = true;
    const reason = refusal ?? entry.failure;
    if (reason !== undefined)
      this.#emit({ type: 'delivery', target, id: entry.id, delivery: 'failed', reason });
    return entry.id;
  }

  /** Takes messages that an earlier window had. They are not told again; their `delivery` events follow. */
  resume(messages: readonly ResumedMessage[]): void {
    for (const entry of messages.map(resumedEntry)) {
      const reason = this.#isClosed ? 'closed' : this.#entries.add(entry);
      if (reason !== undefined) this.#fail(entry, reason);
      else for (const [named, echo] of this.#entries.unclaimed(entry)) this.#arrived({ entry, named }, echo);
    }
    this.sendWaiting();
  }

  /** Forgets a message of which nothing was sent yet, and says so; any other is left as it is. */
  withdraw(id: string): void {
    const entry = this.#entries.waiting.find(one => one.id === id);
    if (entry?.delivery !== 'queued' || !this.#entries.remove(entry)) return;
    for (const named of entry.units) this.#flights?.remove(named);
    this.#emit({ type: 'withdrawn', target: entry.target, id });
    this.sendWaiting();
  }

  /** There is a connection: `sendWaiting` is what it is for. */
  attach(wire: Wire): void {
    this.#flights = new Flights(wire, this.#clock, {
      isWanted: entry => this.#entries.isWaiting(entry),
      written: found => this.#written(found),
      failed: (entry, reason) => this.#fail(entry, reason),
    });
  }

  /**
   * Sends what can be sent now, oldest first: what is said to a room waits until that is entered, and to one target nothing
   * goes out before what was said there earlier.
   */
  sendWaiting(): void {
    const blocked = new Set<string>();
    for (const entry of this.#entries.waiting) {
      const flights = this.#flights;
      if (flights === undefined || flights.count >= maxFlights) return;
      if (entry.wire === flights.wire) continue;
      const key = this.#rooms.fold(entry.target);
      if (isUnsettled(entry, flights.wire) || !this.#rooms.isOpen(entry.target)) blocked.add(key);
      else if (!blocked.has(key)) this.#send(entry, flights);
    }
  }

  /** A room will not be entered: what waits for it will not arrive. */
  refused(room: string, reason: string): void {
    for (const entry of this.#entries.waiting) {
      if (entry.wire === this.#flights?.wire && entry.wire !== undefined) continue;
      if (!this.#rooms.isSame(entry.target, room)) continue;
      if (isUnsettled(entry, this.#flights?.wire)) this.#giveUp(entry, reason);
      else this.#fail(entry, reason);
    }
  }

  /**
   * Catching up with a room or private chat is complete: messages whose echo was not among it are settled.
   *
   * @param wholeSince nothing that was said after this time is missing, by the server's clock; undefined when it does not say
   */
  settle(target: string, wholeSince: number | undefined): void {
    this.#settle(entry => this.#rooms.isSame(entry.target, target), wholeSince);
  }

  /** Nothing more comes of other targets that are no rooms of ours. */
  settleOthers(isMore: (target: string) => boolean): void {
    this.#settle(({ target }) => this.#rooms.get(target) === undefined && !isMore(target), undefined);
  }

  /** Where something was sent of which it is not known what has become, and after which time. */
  get unsettled(): readonly Pick<OutboxEntry, 'target' | 'sentAfter'>[] {
    return this.#entries.waiting.filter(entry => isUnsettled(entry, this.#flights?.wire));
  }

  /** The server has answered a PING: what was sent before it has been taken, and its echo would have come. */
  answered(ping: number): void {
    const flights = this.#flights;
    for (const found of flights?.takeBefore(ping) ?? []) {
      if (flights?.areEchoed === true) this.#giveUp(found.entry, 'noEcho');
      else this.#arrived(found);
    }
    flights?.confirmSoon();
    this.sendWaiting();
  }

  /** The connection is gone. */
  detach(): void {
    this.#flights?.dispose();
    this.#flights = undefined;
  }

  /** No connection will come any more. */
  abandon(): void {
    this.detach();
    this.#isClosed = true;
    for (const entry of this.#entries.waiting) {
      if (entry.delivery === 'queued') this.#fail(entry, 'closed');
      else this.#giveUp(entry, 'closed');
    }
  }

  /** Takes a message of our own that came back from a target, or the bare ACK of a label. @returns which of ours it is */
  takeEcho(echo: Whole, target: string): Pick<OutboxEntry, 'id' | 'isInParts'> | undefined {
    const found =
      this.#flights?.find(echo, ({ entry }) => this.#rooms.isSame(entry.target, target)) ??
      this.#entries.claim(echo);
    if (found === undefined) return undefined;
    this.#arrived(found, echo);
    this.sendWaiting();
    return found.entry;
  }

  /**
   * Takes a refusal that names a target or has a label.
   *
   * @param words what the refusal is about
   * @param reason the server's words
   */
  takeRefusal(refusal: Message, words: readonly string[], reason: string): Answer {
    const found = this.#flights?.find(
      refusal,
      ({ entry }) => words[0] === 'BATCH' || words.some(word => this.#rooms.isSame(word, entry.target)),
    );
    if (found === undefined) return undefined;
    this.#flights?.remove(found.named);
    if (!this.#entries.isWaiting(found.entry)) return 'stale';
    this.#fail(found.entry, reason);
    this.sendWaiting();
    return 'taken';
  }

  #send(entry: OutboxEntry, flights: Flights): void {
    entry.wire = flights.wire;
    const isCutAgain = cutEntry(entry, flights.wire.server) && entry.delivery === 'sent';
    if (isCutAgain) this.#news.tell(entry, { delivery: 'sent', sent: sentAs(entry) });
    for (const named of entry.units) flights.launch({ entry, named });
  }

  #written({ entry, named }: FoundUnit): void {
    named.isWritten = true;
    entry.run ??= entry.wire?.server.run?.id;
    entry.sentAfter ??= this.#serverClock.heardAt ?? -1;
    this.#news.say(entry, { delivery: 'sent', sent: sentAs(entry) });
  }

  #settle(isAbout: (entry: OutboxEntry) => boolean, wholeSince: number | undefined): void {
    const wire = this.#flights?.wire;
    if (wire === undefined) return;
    for (const entry of this.#entries.waiting) {
      if (!isUnsettled(entry, wire) || !isAbout(entry)) continue;
      if (canSendAgain(entry, wire.server, wholeSince))
        for (const named of entry.units) named.isWritten = false;
      else this.#giveUp(entry, 'lost');
    }
    this.sendWaiting();
  }

  #arrived({ entry, named }: FoundUnit, echo?: Whole): void {
    this.#flights?.remove(named);
    entry.units = entry.units.filter(other => other !== named);
    if (echo !== undefined) noteEcho(entry, echo, this.#clock, this.#serverClock.heardAt);
    if (entry.units.length > 0 || !this.#entries.remove(entry)) return;
    this.#news.say(entry, { delivery: 'relayed', ...entry.echo });
  }

  /** Nobody can tell what has become of it. */
  #giveUp(entry: OutboxEntry, reason: string): void {
    if (!this.#entries.remove(entry)) return;
    this.#news.say(entry, { delivery: 'notConfirmed', reason });
    this.#entries.keepUnconfirmed(entry);
  }

  #fail(entry: OutboxEntry, reason: string): void {
    this.#entries.remove(entry);
    entry.failure = reason;
    this.#news.say(entry, { delivery: 'failed', reason });
  }
}
