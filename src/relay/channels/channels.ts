import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/dispose.ts';
import { Emitter, type Event } from '../../common/emitter.ts';
import { foldCase } from '../../irc/names.ts';
import { Channel } from './channel.ts';
import type { SavedChannel } from '../data/relayStore.ts';
import type { FanOut } from '../delivery/fanOut.ts';
import { Invitations } from './invitations.ts';
import type { Limits } from '../core/limits.ts';
import type { Outgoing } from '../core/outgoing.ts';
import { type CurrentHolder, Holdings } from '../people/holdings.ts';
import type { HostNotices } from '../people/hostNotices.ts';
import type { Visitors } from '../people/visitors.ts';
import type { Peer, Session } from '../core/session.ts';

const none: ReadonlySet<Channel> = new Set();

export interface ChannelsOptions {
  readonly fanOut: FanOut;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly visitors: Visitors;
  readonly notices: Pick<HostNotices, 'refused'>;
  /** Rooms that someone has made theirs outlive their last member. */
  readonly keepsChannels: boolean;
}

/** A room under its new name, and the old one. */
export interface RenamedChannel {
  readonly channel: Channel;
  readonly from: string;
}

/**
 * All rooms, by name, and who is in which. The main one is always there; any other lasts as long as it has members, some
 * time longer for those who have lost their connection and come back, and for good where rooms are kept and someone has
 * made it theirs.
 */
export class Channels {
  readonly main: Channel;
  readonly invitations: Invitations;
  readonly #options: ChannelsOptions;
  readonly #byName = new Map<string, Channel>();
  readonly #bySession = new Map<Session, Set<Channel>>();
  /** All but the main one, by who made them or took them over. Those with members are in use. */
  readonly #held: Holdings<Channel>;
  /** Those that wait for somebody to come back, and what ends them. */
  readonly #waiting = new Map<Channel, Disposable>();
  readonly #ended = new Emitter<Channel>();
  readonly #renamed = new Emitter<RenamedChannel>();
  readonly #changed = new Emitter<string>();

  /** Fires when a room has ended: its name is free again. */
  readonly onEnded: Event<Channel> = this.#ended.event;
  /** Fires when a room has a new name. */
  readonly onRenamed: Event<RenamedChannel> = this.#renamed.event;
  /** Fires with a room's folded name when what `saved` gives for it has changed. */
  readonly onChanged: Event<string> = this.#changed.event;

  constructor(main: string, options: ChannelsOptions) {
    this.#options = options;
    const { limits, visitors, notices } = options;
    const { maxChannels, channelsPerKey: perKey, channelsPerNewKey: perNewKey } = limits;
    this.#held = new Holdings({
      shares: { total: maxChannels - 1, perKey, perNewKey },
      isRegular: key => visitors.isRegular(key),
      replaces: channel => this.#waiting.has(channel),
      onEvicted: channel => this.#end(channel),
      onRefused: ({ group }) => notices.refused('channels', group),
    });
    this.invitations = new Invitations(options);
    this.main = this.#make(main);
  }

  /** How many rooms there are, without those that wait empty for somebody to come back. */
  get size(): number {
    return this.#byName.size - this.#waiting.size;
  }

  /** Every room, in no order that means anything. */
  get all(): Iterable<Channel> {
    return this.#byName.values();
  }

  find(name: string): Channel | undefined {
    return this.#byName.get(foldCase(name));
  }

  /** Makes a room of a name that no other has, as long as its maker may have one more. */
  create(name: string, maker: Peer): Channel | undefined {
    const { fanOut, clock, visitors } = this.#options;
    const channel = new Channel(name, { fanOut, createdAt: clock.now() });
    // What had to go for it has gone by then.
    if (!this.#held.add(channel, visitors.holderOf(maker), true)) return undefined;
    channel.owner = maker.key;
    this.#byName.set(foldCase(name), channel);
    return channel;
  }

  /**
   * Somebody who runs a room has come in. One that belongs to nobody, or to a key that never came back, is theirs from
   * now on if they did come back, so that it does not end for others' sake.
   */
  takeOver(channel: Channel, peer: Peer): boolean {
    const isTheirs = this.#held.takeOver(channel, this.#options.visitors.holderOf(peer));
    if (isTheirs) channel.owner = peer.key;
    return isTheirs;
  }

  /** In whose share a room counts; undefined for the main one. */
  holderOf(channel: Channel): CurrentHolder | undefined {
    return this.#held.holderOf(channel);
  }

  /** Gives a room a name that no other has; all else about it stays. */
  rename(channel: Channel, name: string): void {
    const from = channel.name;
    this.#byName.delete(foldCase(from));
    channel.name = name;
    this.#byName.set(foldCase(name), channel);
    this.#renamed.fire({ channel, from });
    this.#changed.fire(foldCase(from));
    this.changed(channel);
  }

  /** The rooms that a person is in, in the order they were entered. */
  of(session: Session): ReadonlySet<Channel> {
    return this.#bySession.get(session) ?? none;
  }

  join(channel: Channel, session: Session, isOperator: boolean): void {
    channel.add(session, isOperator);
    this.#waitNoMore(channel);
    this.#held.setInUse(channel, true);
    const joined = this.#bySession.get(session);
    if (joined === undefined) this.#bySession.set(session, new Set([channel]));
    else joined.add(channel);
  }

  /** Takes a person out of a room, and the room away with the last one. Nothing happens to who is out already. */
  leave(channel: Channel, session: Session): void {
    if (!channel.has(session)) return;
    channel.remove(session);
    const joined = this.#bySession.get(session);
    joined?.delete(channel);
    if (joined?.size === 0) this.#bySession.delete(session);
    if (channel.size > 0 || channel === this.main) return;
    this.#held.setInUse(channel, false);
    const { emptyRoomMs } = this.#options.limits;
    const since = Math.max(0, this.#options.clock.now() - channel.lostAt);
    if (since < emptyRoomMs) this.#wait(channel, emptyRoomMs - since);
    else if (!this.#isKept(channel)) this.#end(channel);
  }

  /** Somebody has not left a room but lost the connection: it waits for them. */
  lose(channel: Channel, session: Session): void {
    channel.lostAt = this.#options.clock.now();
    this.leave(channel, session);
  }

  /** Ends nothing any more. */
  dispose(): void {
    for (const channel of this.#waiting.keys()) this.#waitNoMore(channel);
  }

  /** Everyone who shares a room with `session`, itself left out. */
  peersOf(session: Session): Set<Session> {
    const peers = new Set<Session>();
    for (const channel of this.of(session)) for (const peer of channel.sessions) peers.add(peer);
    peers.delete(session);
    return peers;
  }

  /** Brings news once to everyone who shares a room with `session`, itself left out. */
  deliverToPeers(session: Session, outgoing: Outgoing): void {
    const [largest] = [...this.of(session)].sort((a, b) => b.size - a.size);
    for (const peer of this.peersOf(session)) if (largest?.has(peer) !== true) peer.deliver(outgoing);
    // In one go for all of them, however many there are.
    largest?.deliver(outgoing, session);
  }

  /** Something that is kept of a room has changed: its topic, modes, lists, operators or metadata. */
  changed(channel: Channel): void {
    this.#changed.fire(foldCase(channel.name));
  }

  /** A room as plain data; nothing for the main one as long as nobody has changed it. */
  saved(key: string): SavedChannel | undefined {
    const channel = this.#byName.get(key);
    return channel === this.main && !channel.isOwned ? undefined : channel?.save();
  }

  /** Takes what `saved` gave, as far as there is room; nobody is in those rooms yet. */
  restore(saved: readonly SavedChannel[]): void {
    const { limits, visitors } = this.#options;
    for (const one of saved) {
      const channel = this.find(one.name) ?? this.#make(one.name);
      // Before owners were kept, the first operator was who had made the room.
      const owner = one.owner ?? one.operatorKeys[0];
      const isKept = channel === this.main || this.#held.restore(channel, visitors.holderOfKey(owner));
      if (!isKept) {
        this.#byName.delete(foldCase(one.name));
        continue;
      }
      channel.restore(one, limits);
      channel.owner = channel === this.main ? undefined : owner;
      if (channel !== this.main) this.#wait(channel, limits.emptyRoomMs);
    }
  }

  #make(name: string): Channel {
    const { fanOut, clock } = this.#options;
    const channel = new Channel(name, { fanOut, createdAt: clock.now() });
    this.#byName.set(foldCase(name), channel);
    return channel;
  }

  #isKept(channel: Channel): boolean {
    return this.#options.keepsChannels && channel.isOwned;
  }

  /** What belongs to nobody ends if nobody comes. */
  #wait(channel: Channel, ms: number): void {
    if (this.#isKept(channel)) return;
    this.#waiting.set(
      channel,
      this.#options.clock.after(ms, () => this.#end(channel)),
    );
  }

  #waitNoMore(channel: Channel): void {
    this.#waiting.get(channel)?.dispose();
    this.#waiting.delete(channel);
  }

  #end(channel: Channel): void {
    this.#waitNoMore(channel);
    this.#held.remove(channel);
    this.#byName.delete(foldCase(channel.name));
    this.#ended.fire(channel);
    this.changed(channel);
  }
}
