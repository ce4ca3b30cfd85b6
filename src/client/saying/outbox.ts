import type { ChatEvent, Emit } from '../../chat/event.ts';
import type { Clock } from '../../common/clock.ts';
import type { Message } from '../../irc/message.ts';
import { isWord } from '../../irc/names.ts';
import { utf8Length } from '../../irc/utf8.ts';
import { maxOutboxBytes, maxOutboxMessages, maxSayBytes } from '../limits.ts';
import type { Whole } from '../reading/batches.ts';
import type { Rooms } from '../rooms/rooms.ts';
import type { Server } from '../server.ts';
import {
  cutEntry,
  echoOf,
  type OutboxEntry,
  type NamedUnit,
  type OutgoingText,
  tagsOf,
  type Wire,
} from './entry.ts';
import type { Pacer } from './pacer.ts';
import { idTag, messagesOf, newId } from './wire.ts';

/** A unit and the message it is of. */
interface Found {
  readonly entry: OutboxEntry;
  readonly named: NamedUnit;
}

interface InFlight extends Found {
  readonly label: string;
}

type Step = Omit<Extract<ChatEvent, { type: 'delivery' }>, 'type' | 'target' | 'id'>;

/** What an answer was: to a message of ours, to one that nobody waits for any more, or to neither. */
export type Answer = 'taken' | 'stale' | undefined;

/**
 * Messages of ours from Enter until they have come back: kept while they cannot be sent, sent in order when they can,
 * sent again after a break. The only place that knows how far each has come, and says so through `emit`.
 */
export class Outbox {
  readonly #rooms: Rooms;
  readonly #clock: Clock;
  readonly #emit: Emit;
  readonly #entries = new Map<string, OutboxEntry>();
  #inFlight: InFlight[] = [];
  #wire: Wire | undefined;
  #isClosed = false;
  #bytes = 0;
  #labels = 0;

  constructor(rooms: Rooms, clock: Clock, emit: Emit) {
    this.#rooms = rooms;
    this.#clock = clock;
    this.#emit = emit;
  }

  /** Takes a message and sends it if that is possible now. @returns its id, under which `delivery` events follow */
  say(outgoing: OutgoingText, nick: string): string {
    const { form, text, answers, file } = outgoing;
    const id = newId();
    // A room is called as it was entered.
    const target = this.#rooms.get(outgoing.target)?.name ?? outgoing.target;
    const reason = this.#refusal(target, text);
    const delivery = reason === undefined && this.#canSend(target) ? 'sent' : 'queued';
    const said = { id, at: this.#clock.now(), nick, text, form, target, own: true, delivery } as const;
    const reply = answers === undefined ? {} : { replyTo: answers };
    this.#emit({ type: 'message', ...said, ...reply, ...(file !== undefined && { file }) });
    if (reason !== undefined) this.#emit({ type: 'delivery', target, id, delivery: 'failed', reason });
    else this.#add({ ...outgoing, target, id, delivery });
    return id;
  }

  /** There is a connection: what waits goes out, oldest first; what is said to a room waits until that is entered. */
  attach(server: Server, pacer: Pacer): void {
    this.#wire = { server, pacer };
    this.#inFlight = [];
    this.#sendWaiting();
  }

  /** A room was entered: what waits for it goes out. */
  entered(): void {
    this.#sendWaiting();
  }

  /** A room will not be entered: what waits for it has failed. */
  refused(room: string, reason: string): void {
    for (const entry of [...this.#entries.values()])
      if (entry.wire !== this.#wire && this.#rooms.isSame(entry.target, room)) this.#fail(entry, reason);
  }

  /** The connection is gone. */
  detach(): void {
    this.#wire = undefined;
    this.#inFlight = [];
  }

  /** No connection will come any more: what never went out has failed. */
  abandon(): void {
    this.detach();
    this.#isClosed = true;
    for (const entry of [...this.#entries.values()])
      if (entry.delivery === 'queued') this.#say(entry, { delivery: 'failed' });
    this.#entries.clear();
    this.#bytes = 0;
  }

  /** Takes a message of our own that came back from a target, or the bare ACK of a label. */
  takeEcho(echo: Whole, target: string): Answer {
    const found = this.#find(echo, ({ entry }) => this.#rooms.isSame(entry.target, target));
    if (found === undefined) return undefined;
    this.#arrived(found, echo);
    return 'taken';
  }

  /**
   * Takes a refusal that names a target or has a label.
   *
   * @param words what the refusal is about
   * @param reason the server's words
   */
  takeRefusal(refusal: Message, words: readonly string[], reason: string): Answer {
    const found = this.#find(
      refusal,
      ({ entry }) => words[0] === 'BATCH' || words.some(word => this.#rooms.isSame(word, entry.target)),
    );
    if (found === undefined) return undefined;
    this.#inFlight = this.#inFlight.filter(other => other.named !== found.named);
    if (!this.#entries.has(found.entry.id)) return 'stale';
    this.#fail(found.entry, reason);
    return 'taken';
  }

  #refusal(target: string, text: string): string | undefined {
    if (this.#isClosed) return 'closed';
    if (!isWord(target)) return 'badTarget';
    const bytes = utf8Length(text);
    if (bytes > maxSayBytes) return 'tooLong';
    const hasSpace = (): boolean =>
      this.#entries.size < maxOutboxMessages && this.#bytes + bytes <= maxOutboxBytes;
    // A server that promises echoes and sends none must not silence us: its oldest are given up.
    for (const [id, { delivery }] of this.#entries) {
      if (hasSpace()) return undefined;
      if (delivery === 'sent') this.#remove(id);
    }
    return hasSpace() ? undefined : 'outboxFull';
  }

  #add(outgoing: OutgoingText & Pick<OutboxEntry, 'id' | 'delivery'>): void {
    const { id, text } = outgoing;
    const bytes = utf8Length(text);
    const units = [{ unit: [{ text, concat: false }], wireId: id }];
    const entry: OutboxEntry = { ...outgoing, bytes, units, cuts: -1 };
    this.#entries.set(id, entry);
    this.#bytes += bytes;
    if (this.#canSend(entry.target)) this.#send(entry);
  }

  /** A room that is wanted has to be entered first; what others refuse comes back from the server. */
  #canSend(target: string): boolean {
    const room = this.#rooms.get(target);
    return this.#wire !== undefined && (room === undefined || room.phase === 'entered');
  }

  #sendWaiting(): void {
    for (const entry of [...this.#entries.values()])
      if (entry.wire !== this.#wire && this.#canSend(entry.target)) this.#send(entry);
  }

  #send(entry: OutboxEntry): void {
    const wire = this.#wire;
    if (wire === undefined) return;
    entry.wire = wire;
    cutEntry(entry, wire.server);
    this.#say(entry, { delivery: 'sent' });
    for (const named of entry.units) this.#launch(entry, named, wire);
  }

  #launch(entry: OutboxEntry, named: NamedUnit, { server, pacer }: Wire): void {
    const label = (++this.#labels).toString(36);
    const flight: InFlight = { entry, named, label };
    const canEcho = server.capabilities.has('echo-message');
    const canLabel = canEcho && server.capabilities.has('labeled-response');
    const tags = new Map([
      ...(canLabel ? [['label', label] as const] : []),
      ...(server.capabilities.has('message-tags') ? tagsOf(entry, named.wireId) : []),
    ]);
    if (canEcho) this.#inFlight.push(flight);
    pacer.write({
      messages: messagesOf(named.unit, tags, entry.target, label),
      isWanted: () => this.#entries.has(entry.id),
      written: () => {
        if (!canEcho) this.#arrived(flight);
      },
      failed: error => this.#fail(entry, error instanceof Error ? error.message : ''),
    });
  }

  /** By its label, or by the id that we gave it; a server that knows neither answers in order. */
  #find(answer: Whole, isAbout: (flight: InFlight) => boolean): Found | undefined {
    const label = answer.tags.get('label');
    if (label !== undefined && answer.isPast !== true)
      return this.#inFlight.find(flight => flight.label === label);
    const id = answer.tags.get(idTag);
    if (id !== undefined) return this.#findById(id);
    const canLabel = this.#wire?.server.capabilities.has('labeled-response') ?? true;
    return answer.isPast === true || canLabel ? undefined : this.#inFlight.find(isAbout);
  }

  /** What came back after a break, and with history, is not in flight on this connection. */
  #findById(id: string): Found | undefined {
    for (const entry of this.#entries.values()) {
      const named = entry.units.find(unit => unit.wireId === id && entry.cuts >= 0);
      if (named !== undefined) return { entry, named };
    }
    return this.#inFlight.find(({ named }) => named.wireId === id);
  }

  #arrived({ entry, named }: Found, echo?: Message): void {
    this.#inFlight = this.#inFlight.filter(other => other.named !== named);
    entry.units = entry.units.filter(other => other !== named);
    if (echo !== undefined) entry.echo ??= echoOf(echo, this.#clock);
    if (entry.units.length > 0 || !this.#entries.has(entry.id)) return;
    this.#remove(entry.id);
    this.#say(entry, { delivery: 'relayed', ...entry.echo });
  }

  #fail(entry: OutboxEntry, reason: string): void {
    this.#remove(entry.id);
    this.#say(entry, { delivery: 'failed', reason });
  }

  #remove(id: string): void {
    this.#bytes -= this.#entries.get(id)?.bytes ?? 0;
    this.#entries.delete(id);
  }

  /** Tells a step, but not the one that it is at already. */
  #say(entry: OutboxEntry, step: Step): void {
    if (entry.delivery === step.delivery) return;
    entry.delivery = step.delivery;
    this.#emit({ type: 'delivery', target: entry.target, id: entry.id, ...step });
  }
}
