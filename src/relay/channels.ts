import { foldCase } from '../irc/names.ts';
import { Channel } from './channel.ts';
import type { Outgoing } from './outgoing.ts';
import type { Session } from './session.ts';

const none: ReadonlySet<Channel> = new Set();

/** All rooms, by name, and who is in which. The main one is always there; any other lasts as long as it has members. */
export class Channels {
  readonly main: Channel;
  readonly #byName = new Map<string, Channel>();
  readonly #bySession = new Map<Session, Set<Channel>>();

  constructor(main: string) {
    this.main = this.create(main);
  }

  get size(): number {
    return this.#byName.size;
  }

  find(name: string): Channel | undefined {
    return this.#byName.get(foldCase(name));
  }

  create(name: string): Channel {
    const channel = new Channel(name);
    this.#byName.set(foldCase(name), channel);
    return channel;
  }

  /** The rooms that a person is in, in the order they were entered. */
  of(session: Session): ReadonlySet<Channel> {
    return this.#bySession.get(session) ?? none;
  }

  join(channel: Channel, session: Session, isOperator: boolean): void {
    channel.add(session, isOperator);
    const joined = this.#bySession.get(session);
    if (joined === undefined) this.#bySession.set(session, new Set([channel]));
    else joined.add(channel);
  }

  /** Takes a person out of a room, and the room away with the last one. */
  leave(channel: Channel, session: Session): void {
    channel.remove(session);
    const joined = this.#bySession.get(session);
    joined?.delete(channel);
    if (joined?.size === 0) this.#bySession.delete(session);
    if (channel.size === 0 && channel !== this.main) this.#byName.delete(foldCase(channel.name));
  }

  /** Brings news once to everyone who shares a room with `session`, itself left out. */
  deliverToPeers(session: Session, outgoing: Outgoing): void {
    const peers = new Set<Session>();
    for (const channel of this.of(session)) for (const member of channel.members) peers.add(member.session);
    peers.delete(session);
    for (const peer of peers) peer.deliver(outgoing);
  }
}
