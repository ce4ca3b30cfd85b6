import type { Clock } from '../../common/clock.ts';
import { Emitter, type Event } from '../../common/emitter.ts';
import { foldCase } from '../../irc/names.ts';
import { Channel } from './channel.ts';
import type { SavedChannel } from '../data/relayStore.ts';
import type { FanOut } from '../delivery/fanOut.ts';
import { Invitations } from './invitations.ts';
import type { Limits } from '../core/limits.ts';
import type { Outgoing } from '../core/outgoing.ts';
import type { Session } from '../core/session.ts';

const none: ReadonlySet<Channel> = new Set();

export interface ChannelsOptions {
  readonly fanOut: FanOut;
  readonly clock: Clock;
  readonly limits: Limits;
  /** Rooms that someone has made theirs outlive their last member. */
  readonly keepsChannels: boolean;
}

/** A room under its new name, and the old one. */
export interface RenamedChannel {
  readonly channel: Channel;
  readonly from: string;
}

/**
 * All rooms, by name, and who is in which. The main one is always there; any other lasts as long as it has members, or
 * longer where rooms are kept.
 */
export class Channels {
  readonly main: Channel;
  readonly invitations = new Invitations();
  readonly #options: ChannelsOptions;
  readonly #byName = new Map<string, Channel>();
  readonly #bySession = new Map<Session, Set<Channel>>();
  /** Those that are kept without a member; who has been empty longest stands first. */
  readonly #empty = new Set<Channel>();
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
    this.main = this.create(main);
  }

  get size(): number {
    return this.#byName.size;
  }

  /** Every room, in no order that means anything. */
  get all(): Iterable<Channel> {
    return this.#byName.values();
  }

  /** Whether one more room may be: a full house has room as long as one stands empty. */
  get hasRoom(): boolean {
    return this.size < this.#options.limits.maxChannels || this.#empty.size > 0;
  }

  find(name: string): Channel | undefined {
    return this.#byName.get(foldCase(name));
  }

  /** Makes a room of a name that no other has. Where there is no room for it, the one that stood empty longest ends. */
  create(name: string): Channel {
    const { fanOut, clock, limits } = this.#options;
    const [oldest] = this.#empty;
    if (this.size >= limits.maxChannels && oldest !== undefined) this.#end(oldest);
    const channel = new Channel(name, { fanOut, createdAt: clock.now() });
    this.#byName.set(foldCase(name), channel);
    return channel;
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
    this.#empty.delete(channel);
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
    if (this.#options.keepsChannels && channel.isOwned) this.#empty.add(channel);
    else this.#end(channel);
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
    for (const peer of this.peersOf(session)) peer.deliver(outgoing);
  }

  /** Something that is kept of a room has changed: its topic, modes, lists, operators or metadata. */
  changed(channel: Channel): void {
    this.#changed.fire(foldCase(channel.name));
  }

  /** A room that is worth keeping, as plain data. */
  saved(key: string): SavedChannel | undefined {
    const channel = this.#byName.get(key);
    return channel?.isOwned ? channel.save() : undefined;
  }

  /** Takes what `saved` gave, as far as there is room; nobody is in those rooms yet. */
  restore(saved: readonly SavedChannel[]): void {
    const { limits } = this.#options;
    for (const one of saved) {
      const known = this.find(one.name);
      if (known === undefined && this.size >= limits.maxChannels) continue;
      const channel = known ?? this.create(one.name);
      channel.restore(one, limits);
      if (channel !== this.main && channel.size === 0) this.#empty.add(channel);
    }
  }

  #end(channel: Channel): void {
    this.#empty.delete(channel);
    this.#byName.delete(foldCase(channel.name));
    this.#ended.fire(channel);
    this.changed(channel);
  }
}
