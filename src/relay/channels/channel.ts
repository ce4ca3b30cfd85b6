import { ChannelModes } from './channelModes.ts';
import type { SavedChannel } from '../data/relayStore.ts';
import type { Audience, FanOut } from '../delivery/fanOut.ts';
import type { Limits } from '../core/limits.ts';
import { MaskLists } from './maskLists.ts';
import type { Outgoing } from '../core/outgoing.ts';
import type { Session } from '../core/session.ts';

/** Standing of one member. */
export interface Member {
  readonly session: Session;
  isOperator: boolean;
  hasVoice: boolean;
  /** When the last was said before they came, in milliseconds since 1970: all that came after it was told to them. */
  saidBefore: number;
}

export interface Topic {
  readonly text: string;
  /** Who set it. */
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** A room: its members, its topic and its modes. */
export class Channel implements Audience {
  topic: Topic | undefined;
  /** The key of who made it or took it over: in whose share it counts. For `Channels` alone to change. */
  owner: string | undefined;
  /** When a member last lost the connection, in milliseconds since 1970. For `Channels` alone to change. */
  lostAt = -Infinity;
  readonly modes = new ChannelModes();
  readonly lists = new MaskLists();
  /** Key fingerprints of those who are operators whenever they are there. */
  readonly operatorKeys = new Set<string>();
  /** What people have noted of the channel, by key. */
  readonly metadata = new Map<string, string>();
  readonly #members = new Map<Session, Member>();
  readonly #fanOut: FanOut;
  #name: string;
  #createdAt: number;

  /** @param createdAt milliseconds since 1970 */
  constructor(name: string, { fanOut, createdAt }: { fanOut: FanOut; createdAt: number }) {
    this.#name = name;
    this.#fanOut = fanOut;
    this.#createdAt = createdAt;
  }

  /** As it was first written; compare folded. */
  get name(): string {
    return this.#name;
  }

  /** For `Channels.rename` alone, which knows of it by name. */
  set name(name: string) {
    this.#name = name;
  }

  /** Milliseconds since 1970. */
  get createdAt(): number {
    return this.#createdAt;
  }

  /** Only those in it may know of it. https://modern.ircdocs.horse/#secret-channel-mode */
  get isSecret(): boolean {
    return this.modes.has('s');
  }

  /** Whether somebody has made it theirs, so that there is something to lose when it ends. */
  get isOwned(): boolean {
    const { modes, lists, operatorKeys, metadata, topic } = this;
    const kept = operatorKeys.size + lists.size + metadata.size;
    return kept > 0 || topic !== undefined || !modes.isDefault;
  }

  get size(): number {
    return this.#members.size;
  }

  /** In the order they came. */
  get members(): Iterable<Member> {
    return this.#members.values();
  }

  get sessions(): Iterable<Session> {
    return this.#members.keys();
  }

  has(session: Session): boolean {
    return this.#members.has(session);
  }

  member(session: Session): Member | undefined {
    return this.#members.get(session);
  }

  add(session: Session, isOperator: boolean): void {
    this.#fanOut.settle();
    this.#members.set(session, { session, isOperator, hasVoice: false, saidBefore: Infinity });
  }

  remove(session: Session): void {
    this.#fanOut.settle();
    this.#members.delete(session);
  }

  /** Brings news to every member but one. */
  deliver(outgoing: Outgoing, except?: Session): void {
    this.#fanOut.add(this, { outgoing, except });
  }

  /** All but the members, as plain data. */
  save(): SavedChannel {
    const { name, createdAt, owner, topic, modes, lists, operatorKeys, metadata } = this;
    return {
      name,
      createdAt,
      ...(owner !== undefined && { owner }),
      ...(topic !== undefined && { topic: { ...topic } }),
      modes: modes.flags,
      ...(modes.key !== undefined && { key: modes.key }),
      ...(modes.limit !== undefined && { limit: modes.limit }),
      lists: lists.save(),
      operatorKeys: [...operatorKeys],
      metadata: Object.fromEntries(metadata),
    };
  }

  /** Takes what `save` gave, as far as the limits allow. */
  restore(saved: SavedChannel, limits: Limits): void {
    this.#createdAt = saved.createdAt;
    this.topic = saved.topic;
    this.modes.restoreFlags(saved.modes);
    this.modes.key = saved.key;
    this.modes.limit = saved.limit;
    this.lists.restore(saved.lists, { entries: limits.maxListEntries, bytes: limits.maskBytes });
    for (const key of saved.operatorKeys.slice(0, limits.maxOperatorKeys)) this.operatorKeys.add(key);
    for (const [key, value] of Object.entries(saved.metadata)) this.metadata.set(key, value);
  }
}

/** The sign before a member's nick: `@` for an operator, `+` for voice, '' for neither. */
export function prefixOf(member: Member): string {
  if (member.isOperator) return '@';
  return member.hasVoice ? '+' : '';
}
