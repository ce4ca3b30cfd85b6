import type { ChatEvent, Delivery } from '../../chat/event.ts';
import { detach } from '../../irc/detach.ts';
import type { Message } from '../../irc/message.ts';
import type { Tags } from '../../irc/tags.ts';
import { utf8Length } from '../../irc/utf8.ts';
import type { Whole } from '../reading/batches.ts';
import { composeAction, composeSay, textOfUnits, type Unit } from './compose.ts';
import { maxOutboxBytes, maxOutboxMessages, maxSayBytes } from '../limits.ts';
import { isMsgid } from '../names.ts';
import { idTag, messagesOf, type Wire } from './wire.ts';

/** Something to send: to whom, a text as `sayable` gave it, and the client-only tags that go along. */
export interface Letter {
  readonly form: 'say' | 'action';
  readonly target: string;
  readonly text: string;
  readonly tags: Tags;
}

/** A message of ours that is not known to have arrived. */
interface Entry extends Omit<Letter, 'text'> {
  readonly id: string;
  readonly bytes: number;
  /** What has not come back yet, cut for the connection of the time, and the id of each on the wire. */
  units: readonly NamedUnit[];
  /** How often it was cut anew, so that no two different units ever bear one id. */
  cuts: number;
  delivery: Delivery;
  /** The server's name for the first unit that came back. */
  msgid?: string;
}

interface NamedUnit {
  readonly unit: Unit;
  readonly wireId: string;
}

/** A unit and the message it is of. */
interface Found {
  readonly entry: Entry;
  readonly named: NamedUnit;
}

interface InFlight extends Found {
  readonly label: string;
}

/** What `take` found: an answer to a message of ours, or one that nobody waits for any more, or neither. */
export type Answer = 'taken' | 'stale' | undefined;

/**
 * Messages of ours from Enter until they have come back: kept while there is no connection, sent in order when there
 * is, sent again after a break. Says how far each has come through `emit`.
 */
export class Outbox {
  readonly #emit: (event: ChatEvent) => void;
  readonly #entries = new Map<string, Entry>();
  #inFlight: InFlight[] = [];
  #wire: Wire | undefined;
  #bytes = 0;
  #labels = 0;

  constructor(emit: (event: ChatEvent) => void) {
    this.#emit = emit;
  }

  /** Whether a message would be sent at once. */
  get isOpen(): boolean {
    return this.#wire !== undefined;
  }

  /**
   * Makes room for a text as `sayable` gave it.
   *
   * @returns undefined, or why it cannot be taken: too much waits already, or it is too long by itself
   */
  refuses(text: string): 'outboxFull' | 'tooLong' | undefined {
    const bytes = utf8Length(text);
    if (bytes > maxSayBytes) return 'tooLong';
    // A server that promises echoes and sends none must not silence us: its oldest are given up.
    for (const [id, { delivery }] of this.#entries) {
      if (this.#hasRoom(bytes)) return undefined;
      if (delivery === 'sent') this.#remove(id);
    }
    return this.#hasRoom(bytes) ? undefined : 'outboxFull';
  }

  /** Takes a message that `refuses` does not refuse; sends it if there is a connection. */
  add(id: string, { text, ...letter }: Letter): void {
    const bytes = utf8Length(text);
    const units = [{ unit: [{ text, concat: false }], wireId: id }];
    const entry: Entry = { ...letter, id, bytes, units, cuts: -1, delivery: this.isOpen ? 'sent' : 'queued' };
    this.#entries.set(id, entry);
    this.#bytes += bytes;
    if (this.#wire !== undefined) this.#send(entry, this.#wire);
  }

  /** A connection is there: everything that waits goes out, oldest first. */
  attach(wire: Wire): void {
    this.#wire = wire;
    this.#inFlight = [];
    for (const entry of [...this.#entries.values()]) this.#send(entry, wire);
  }

  /** The connection is gone. */
  detach(): void {
    this.#wire = undefined;
    this.#inFlight = [];
  }

  /** No connection will come any more: what never went out has failed. */
  abandon(): void {
    this.detach();
    for (const entry of [...this.#entries.values()])
      if (entry.delivery === 'queued') this.#say(entry, 'failed');
    this.#entries.clear();
    this.#bytes = 0;
  }

  /** Takes a message of our own that came back from a target, or the bare ACK of a label. */
  takeEcho(echo: Whole, target: string): Answer {
    const found = this.#find(echo, flight => this.#wire?.same(flight.entry.target, target) === true);
    if (found === undefined) return undefined;
    this.#arrived(found, echo.tags.get('msgid'));
    return 'taken';
  }

  /**
   * Takes a refusal that names a target or bears a label.
   *
   * @param words what the refusal is about
   * @param reason the server's words
   */
  takeRefusal(refusal: Message, words: readonly string[], reason: string): Answer {
    const isAbout = ({ entry }: InFlight): boolean =>
      words[0] === 'BATCH' || words.some(word => this.#wire?.same(word, entry.target) === true);
    const found = this.#find(refusal, isAbout);
    if (found === undefined) return undefined;
    this.#inFlight = this.#inFlight.filter(other => other.named !== found.named);
    if (!this.#entries.has(found.entry.id)) return 'stale';
    this.#remove(found.entry.id);
    this.#say(found.entry, 'failed', reason);
    return 'taken';
  }

  #hasRoom(bytes: number): boolean {
    return this.#entries.size < maxOutboxMessages && this.#bytes + bytes <= maxOutboxBytes;
  }

  #send(entry: Entry, wire: Wire): void {
    this.#cut(entry, wire);
    this.#say(entry, 'sent');
    for (const named of entry.units) this.#launch(entry, named, wire);
  }

  /** Cuts what remains for this connection. As long as that gives the same units they keep their ids. */
  #cut(entry: Entry, wire: Wire): void {
    const before = entry.units.map(named => named.unit);
    const after = this.#compose(entry, before, wire);
    if (entry.cuts >= 0 && JSON.stringify(before) === JSON.stringify(after)) return;
    entry.cuts++;
    entry.units = after.map((unit, index) => {
      const plain = entry.cuts === 0 && index === 0;
      return { unit, wireId: plain ? entry.id : `${entry.id}.${entry.cuts}.${index}` };
    });
  }

  #compose(entry: Entry, before: readonly Unit[], wire: Wire): readonly Unit[] {
    const textBytes = wire.textBytes(entry.target);
    if (entry.form === 'say') return composeSay(textOfUnits(before), textBytes, wire.multiline);
    // An action is cut once: its parts are actions already, and short enough for any connection but a strange one.
    return entry.cuts >= 0 ? before : composeAction(textOfUnits(before), textBytes);
  }

  #launch(entry: Entry, named: NamedUnit, wire: Wire): void {
    const label = (++this.#labels).toString(36);
    const flight: InFlight = { entry, named, label };
    const tags = new Map([
      ...(wire.canLabel && wire.canEcho ? [['label', label] as const] : []),
      ...(wire.canTag ? [[idTag, named.wireId] as const, ...entry.tags] : []),
    ]);
    if (wire.canEcho) this.#inFlight.push(flight);
    wire.write({
      messages: messagesOf(named.unit, tags, entry.target, label),
      isWanted: () => this.#entries.has(entry.id),
      written: () => {
        if (!wire.canEcho) this.#arrived(flight);
      },
    });
  }

  /** By its label, or by the id that we gave it; a server that knows neither answers in order. */
  #find(answer: Whole, isAbout: (flight: InFlight) => boolean): Found | undefined {
    const label = answer.tags.get('label');
    if (label !== undefined && answer.isPast !== true)
      return this.#inFlight.find(flight => flight.label === label);
    const id = answer.tags.get(idTag);
    if (id !== undefined) return this.#findById(id);
    if (answer.isPast === true || this.#wire?.canLabel !== false) return undefined;
    return this.#inFlight.find(isAbout);
  }

  /** What came back after a break, and with history, is not in flight on this connection. */
  #findById(id: string): Found | undefined {
    for (const entry of this.#entries.values()) {
      const named = entry.units.find(unit => unit.wireId === id && entry.cuts >= 0);
      if (named !== undefined) return { entry, named };
    }
    return this.#inFlight.find(({ named }) => named.wireId === id);
  }

  #arrived({ entry, named }: Found, msgid = ''): void {
    this.#inFlight = this.#inFlight.filter(other => other.named !== named);
    entry.units = entry.units.filter(other => other !== named);
    if (isMsgid(msgid)) entry.msgid ??= detach(msgid);
    if (entry.units.length > 0 || !this.#entries.has(entry.id)) return;
    this.#remove(entry.id);
    this.#say(entry, 'relayed');
  }

  #remove(id: string): void {
    this.#bytes -= this.#entries.get(id)?.bytes ?? 0;
    this.#entries.delete(id);
  }

  /** Tells a step, but not the one that it stands on already. */
  #say(entry: Entry, delivery: Delivery, reason?: string): void {
    if (entry.delivery === delivery) return;
    entry.delivery = delivery;
    const { id, target, msgid } = entry;
    const named = delivery === 'relayed' && msgid !== undefined && { msgid };
    this.#emit({ type: 'delivery', target, id, delivery, ...named, ...(reason !== undefined && { reason }) });
  }
}
