import { Channel } from '../channels/channel.ts';
import type { Channels } from '../channels/channels.ts';
import type { RelayStore, SavedEvent } from '../data/relayStore.ts';
import type { Limits } from '../core/limits.ts';
import type { Session } from '../core/session.ts';
import type { HostNotices } from '../people/hostNotices.ts';
import type { Visitors } from '../people/visitors.ts';
import { type Entry, erase, isKept } from './entry.ts';
import { givingWay, type OwnedRing } from './givingWay.ts';
import { HistoryRing } from './ring.ts';
import { fromSaved, savedEvents, toSaved } from './savedEvents.ts';
import { type Talk, talkName, Talks } from './talks.ts';

export interface HistoriesOptions {
  readonly limits: Limits;
  readonly channels: Channels;
  readonly visitors: Visitors;
  readonly notices: Pick<HostNotices, 'refused'>;
  /** Names the batch of a restored multiline message. */
  readonly newId: () => string;
}

/** Where history outlives the relay. */
export type HistoryStore = Pick<RelayStore, 'append' | 'redact' | 'rename' | 'forget'>;

/** The history of one room or talk, and what it is kept under. */
export interface NamedRing {
  readonly ring: HistoryRing;
  readonly name: string;
}

/**
 * What was said and done in every room, and what was said in private between people with accounts. Bounded for each
 * and for all together; what a room's last member leaves behind is forgotten with the room.
 */
export class Histories {
  /** Gets everything from now on, if there is one. */
  store: HistoryStore | undefined;
  readonly #options: HistoriesOptions;
  readonly #rooms = new Map<Channel, HistoryRing>();
  readonly #total = { bytes: 0 };
  readonly #talks: Talks;

  constructor(options: HistoriesOptions) {
    this.#options = options;
    const { channels } = options;
    this.#talks = new Talks({ ...options, onEvicted: name => this.store?.forget(name) }, this.#total);
    channels.onEnded(channel => this.#forget(channel));
    channels.onRenamed(({ channel, from }) => this.store?.rename(from, channel.name));
  }

  /** What everything here takes, by `sizeOf`. */
  get bytes(): number {
    return this.#total.bytes;
  }

  /** Keeps a message. One between two people is kept if both have accounts: anyone else could not ask for it again. */
  said(sender: Session, receiver: Channel | Session, entry: Entry): void {
    if (receiver instanceof Channel) {
      this.happened(receiver, entry);
      return;
    }
    const [from, to] = [sender.account, receiver.account];
    if (from === undefined || to === undefined || !isKept(entry)) return;
    const party = { account: from, nick: sender.nick };
    const talk = this.#talks.open(party, { account: to, nick: receiver.nick });
    if (talk !== undefined) this.add(this.ofTalk(talk), entry);
  }

  /** Keeps something said or done in a room, if it is of a kind that is kept. */
  happened(channel: Channel, entry: Entry): void {
    if (isKept(entry)) this.add({ ring: this.#ringOf(channel), name: channel.name }, entry);
  }

  /** Adds an entry to a history. */
  add({ ring, name }: NamedRing, entry: Entry): void {
    this.#add(ring, entry);
    this.store?.append(toSaved(name, entry));
  }

  /** Keeps what somebody does in every room they are in. */
  happenedTo(person: Session, entry: Entry): void {
    for (const channel of this.#options.channels.of(person)) this.happened(channel, entry);
  }

  ofChannel(channel: Channel): NamedRing {
    return { ring: this.#ringOf(channel), name: channel.name };
  }

  ofTalk({ ring, accounts: [one, other] }: Talk): NamedRing {
    return { ring, name: talkName(one, other) };
  }

  get talks(): Pick<Talks, 'find' | 'findByNick' | 'of'> {
    return this.#talks;
  }

  /** Takes what is at a place back. */
  redact({ ring, name }: NamedRing, index: number): void {
    const entry = ring.at(index);
    if (entry === undefined) return;
    ring.replace(index, erase(entry));
    this.store?.redact(name, entry.msgid ?? '');
  }

  /**
   * Takes what was saved, oldest first; nothing of a room that is no more.
   *
   * @returns the names of such rooms: whoever makes one anew shall not find what others said in it
   */
  restore(events: readonly SavedEvent[]): ReadonlySet<string> {
    const gone = new Set<string>();
    for (const event of events) {
      const ring = this.#ringFor(event);
      if (ring === undefined) gone.add(event.target);
      else this.#add(ring, fromSaved(event, this.#options.newId()));
    }
    return gone;
  }

  /** All that is here at the call, of each room and talk the oldest first. */
  saved(): Iterable<SavedEvent> {
    const rings = [...this.#rooms].map(([channel, ring]) => ({ ring, name: channel.name }));
    for (const talk of this.#talks.all) rings.push(this.ofTalk(talk));
    // What comes while they are gone through is not among them.
    const held = rings.map(({ ring, name }) => ({ name, entries: ring.entries }));
    return savedEvents(held);
  }

  #ringFor(event: SavedEvent): HistoryRing | undefined {
    const { target } = event;
    if (!target.startsWith('#')) return this.#talks.reopen(event)?.ring;
    const channel = this.#options.channels.find(target);
    return channel && this.#ringOf(channel);
  }

  #ringOf(channel: Channel): HistoryRing {
    let ring = this.#rooms.get(channel);
    if (ring === undefined) {
      const { historyMessages: entries, historyBytes: bytes } = this.#options.limits;
      ring = new HistoryRing({ entries, bytes }, this.#total);
      this.#rooms.set(channel, ring);
    }
    return ring;
  }

  #add(ring: HistoryRing, entry: Entry): void {
    ring.add(entry);
    if (this.#total.bytes > this.#options.limits.historyBytesAll) this.#shrink(ring);
  }

  /** A quarter of one goes at a time, so that a full house does not look for it at every message. */
  #shrink(adding: HistoryRing): void {
    const total = this.#options.limits.historyBytesAll;
    while (this.#total.bytes > total) {
      const ring = givingWay(this.#owned(), adding, total);
      const goal = (ring.bytes * 3) / 4;
      while (ring.bytes > goal) ring.dropOldest();
    }
  }

  *#owned(): Iterable<OwnedRing> {
    const { channels } = this.#options;
    for (const [channel, ring] of this.#rooms) yield { ring, holder: channels.holderOf(channel) };
    for (const talk of this.#talks.all) yield { ring: talk.ring, holder: this.#talks.holderOf(talk) };
  }

  #forget(channel: Channel): void {
    this.#rooms.get(channel)?.clear();
    this.#rooms.delete(channel);
    this.store?.forget(channel.name);
  }
}
