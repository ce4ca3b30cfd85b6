import { Aging, type AgingOptions } from './aging.ts';
import { foldCase, sameName } from '../../irc/names.ts';
import { Channel } from '../channels/channel.ts';
import type { Channels, RenamedChannel } from '../channels/channels.ts';
import type { RelayStore, SavedEvent } from '../data/relayStore.ts';
import type { Limits } from '../core/limits.ts';
import type { Session } from '../core/session.ts';
import type { HostNotices } from '../people/hostNotices.ts';
import type { Visitors } from '../people/visitors.ts';
import { type Entry, erase, isKept, isText } from './entry.ts';
import { givingWay, type OwnedRing } from './givingWay.ts';
import { Losses } from './losses.ts';
import { HistoryRing, type RingLimits } from './ring.ts';
import { fromSaved, savedEvents, toSaved } from './savedEvents.ts';
import { type Talk, talkName, Talks } from './talks.ts';

export interface HistoriesOptions extends AgingOptions {
  readonly limits: Limits;
  readonly channels: Channels;
  readonly visitors: Visitors;
  readonly notices: Pick<HostNotices, 'refused'>;
  /** Names the batch of a restored multiline message. */
  readonly newId: () => string;
  /** Of what was said until then, some may be missing in any history. */
  readonly mayHaveLostUntil: number;
  /** Such times before that one, ascending. */
  readonly earlierLosses: readonly number[];
}

/** What is left of all history once newcomers had to make room in it, as a part of what there may be. */
const leftOver = 31 / 32;

/** Where history outlives the relay. */
export type HistoryStore = Pick<RelayStore, 'append' | 'redact' | 'rename' | 'forget' | 'changed'>;

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
  /** What is missing. */
  readonly losses: Losses;
  readonly #options: HistoriesOptions;
  readonly #rooms = new Map<Channel, HistoryRing>();
  readonly #total = { bytes: 0 };
  readonly #talks: Talks;
  readonly #aging: Aging;

  constructor(options: HistoriesOptions) {
    this.#options = options;
    const { channels, limits, mayHaveLostUntil, earlierLosses } = options;
    const { historyBytes: bytes, privateTalkMessages: entries } = limits;
    this.losses = new Losses({
      max: limits.goneHistories,
      maxAccounts: limits.goneAccounts,
      mayHaveLostUntil,
      earlierLosses,
      ringNamed: target => this.#ringNamed(target),
      onChanged: target => this.store?.changed('losses', target),
    });
    this.#aging = new Aging(options);
    this.#talks = new Talks({
      ...options,
      newRing: name => this.#newRing({ entries, bytes }, () => name),
      onEvicted: talk => this.#forget(this.ofTalk(talk)),
    });
    channels.onEnded(channel => {
      const ring = this.#rooms.get(channel);
      this.#rooms.delete(channel);
      if (ring !== undefined) this.#forget({ ring, name: channel.name });
    });
    channels.onRenamed(renamed => this.#rename(renamed));
  }

  /** What everything here takes, by `sizeOf`. */
  get bytes(): number {
    return this.#total.bytes;
  }

  /** Keeps a message. One between two people is kept if both have accounts: anyone else could not ask for it again. */
  said(sender: Session, receiver: Channel | Session, entry: Entry): void {
    if (receiver instanceof Channel) return this.happened(receiver, entry);
    const [from, to] = [sender.account, receiver.account];
    if (from === undefined || to === undefined || !isKept(entry)) return;
    const party = { account: from, nick: sender.nick };
    const talk = this.#talks.open(party, { account: to, nick: receiver.nick });
    if (talk !== undefined) this.add(this.ofTalk(talk), entry);
    else if (isText(entry)) this.losses.note(talkName(from, to), entry.time);
  }

  /** Keeps something said or done in a room, if it is of a kind that is kept. */
  happened(channel: Channel, entry: Entry): void {
    if (isKept(entry)) this.add({ ring: this.#ringOf(channel), name: channel.name }, entry);
  }

  /** Adds an entry to a history. */
  add({ ring, name }: NamedRing, entry: Entry): void {
    // Before what has to make way for it: a log that was cut between them would say that something is lost which is there.
    this.store?.append(toSaved(name, entry));
    this.#add(ring, entry);
  }

  /** Looks for nothing any more. */
  dispose(): void {
    this.#aging.dispose();
  }

  /** Everything after this time that an account said and was told in private is kept. */
  talksKeptSince(account: string): number {
    const lost = Array.from(this.#talks.of(account), talk => this.ofTalk(talk).ring.lostUntil);
    return this.losses.talksKeptSince(account, lost);
  }

  /** Keeps what somebody does in every room they are in. */
  happenedTo(person: Session, entry: Entry): void {
    for (const channel of this.#options.channels.of(person)) this.happened(channel, entry);
  }

  ofChannel(channel: Channel): NamedRing {
    return { ring: this.#ringOf(channel), name: channel.name };
  }

  ofTalk({ ring, accounts: [one, other] }: Talk): NamedRing {
    this.#aging.expire(ring);
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
      const entry = fromSaved(event, this.#options.newId());
      if (ring !== undefined) this.#add(ring, entry);
      else {
        gone.add(event.target);
        if (isText(entry)) this.losses.note(event.target, entry.time);
      }
    }
    return gone;
  }

  #ringNamed(target: string): HistoryRing | undefined {
    const channel = this.#options.channels.find(target);
    return channel === undefined ? this.#talks.named(target)?.ring : this.#rooms.get(channel);
  }

  get all(): readonly NamedRing[] {
    const rings = [...this.#rooms].map(([channel, ring]) => ({ ring, name: channel.name }));
    for (const talk of this.#talks.all) rings.push(this.ofTalk(talk));
    return rings;
  }

  /** All that is here at the call, of each room and talk the oldest first. */
  saved(): Iterable<SavedEvent> {
    // What comes while they are gone through is not among them.
    const held = this.all.map(({ ring, name }) => ({ name, entries: ring.entries }));
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
      ring = this.#newRing({ entries, bytes }, () => foldCase(channel.name));
      this.#rooms.set(channel, ring);
    }
    this.#aging.expire(ring);
    return ring;
  }

  #newRing(limits: RingLimits, nameOf: () => string): HistoryRing {
    const lostUntil = this.losses.before(nameOf());
    // At the next start what has had to make way here is there once more, and makes way again.
    const onLost = (): void => this.store?.changed('losses', nameOf(), true);
    return new HistoryRing(limits, { total: this.#total, lostUntil, onLost });
  }

  #add(ring: HistoryRing, entry: Entry): void {
    ring.add(entry);
    this.#aging.watch(ring);
    if (this.#total.bytes > this.#options.limits.historyBytesAll) this.#shrink(ring);
  }

  /** A quarter of one goes at a time, and some more than has to, so that a full house does not look at every message. */
  #shrink(adding: HistoryRing): void {
    const total = this.#options.limits.historyBytesAll;
    for (const { ring, isOfMost } of givingWay(this.#owned(), adding, total)) {
      if (this.#total.bytes <= (isOfMost ? total * leftOver : total)) return;
      const goal = (ring.bytes * 3) / 4;
      while (ring.bytes > goal) ring.dropOldest();
    }
  }

  *#owned(): Iterable<OwnedRing> {
    const { channels } = this.#options;
    for (const [channel, ring] of this.#rooms) yield { ring, holder: channels.holderOf(channel) };
    for (const talk of this.#talks.all) yield { ring: talk.ring, holder: this.#talks.holderOf(talk) };
  }

  /** What was said is gone, but not that it was. */
  #forget({ ring, name }: NamedRing): void {
    ring.clear();
    this.losses.note(name, ring.lostUntil);
    this.store?.forget(name);
  }

  /** Whoever comes back to the old name finds nothing of what was said under it. */
  #rename({ channel, from }: RenamedChannel): void {
    const { name } = channel;
    this.store?.rename(from, name);
    if (sameName(from, name)) return;
    const ring = this.#ringOf(channel);
    this.losses.note(from, ring.saidUntil);
    ring.lose(this.losses.before(name));
    for (const target of [from, name]) this.store?.changed('losses', foldCase(target));
  }
}
