import type { Clock } from '../../common/clock.ts';
import { KeyedCount } from '../core/keyedCount.ts';
import type { Limits } from '../core/limits.ts';
import type { Session } from '../core/session.ts';
import type { KnownPeers } from './knownPeers.ts';
import { Places } from './places.ts';

/** Why a connection cannot stay. */
export type FullReason = 'full' | 'fullForAddress';

/** What a connection counts as, from its first byte to its last. */
interface Entry {
  readonly group: string;
  /** Where it waits until it has registered. */
  readonly places: Places<Session>;
  isRegistered: boolean;
}

/**
 * Gives connections their places. Strangers share some, known addresses and known keys have their own, and whoever has
 * not registered gives way: a newcomer is refused only where all others have registered. A key that leaves keeps its
 * place for a while, so that nobody who comes back finds it taken.
 */
export class Admission {
  readonly #limits: Limits;
  readonly #known: KnownPeers;
  readonly #clock: Clock;
  readonly #strangers: Places<Session>;
  readonly #knownAddresses: Places<Session>;
  readonly #knownKeys: Places<Session>;
  readonly #entries = new Map<Session, Entry>();
  readonly #perGroup = new KeyedCount();
  readonly #perKey = new KeyedCount();
  /** Until when the place of a key that left is kept; the one that ends first is first. */
  readonly #away = new Map<string, number>();

  constructor(limits: Limits, known: KnownPeers, clock: Clock) {
    this.#limits = limits;
    this.#clock = clock;
    this.#known = known;
    const { maxStrangers, maxStrangersPerAddress } = limits;
    this.#strangers = new Places(maxStrangers, maxStrangersPerAddress);
    this.#knownAddresses = new Places(maxStrangers, maxStrangersPerAddress);
    this.#knownKeys = new Places(maxStrangers, limits.keptConnectionsPerKey);
  }

  /** Takes a connection. @returns who gives way for it, in no place from now on; or why it cannot stay */
  enter(session: Session): Session[] | FullReason {
    const { address, key = '' } = session.peer;
    const group = this.#known.groupOf(address);
    const isKept = this.#known.isKnownKey(key) && this.#perKey.of(key) < this.#limits.keptConnectionsPerKey;
    const gone = this.#makeRoom(session, group, isKept);
    if (typeof gone === 'string') return gone;
    const places = isKept
      ? this.#knownKeys
      : this.#known.isKnownAddress(address)
        ? this.#knownAddresses
        : this.#strangers;
    this.#entries.set(session, { group, places, isRegistered: false });
    this.#perGroup.add(group);
    this.#perKey.add(key);
    this.#away.delete(key);
    return [...gone, ...this.#release(places.add(session, isKept ? key : group))];
  }

  /** Takes a session's waiting place from it: it has registered. */
  registered(session: Session): void {
    const entry = this.#entries.get(session);
    if (entry === undefined) return;
    entry.isRegistered = true;
    entry.places.remove(session);
  }

  leave(session: Session): void {
    const entry = this.#entries.get(session);
    if (entry === undefined) return;
    this.#entries.delete(session);
    entry.places.remove(session);
    this.#perGroup.remove(entry.group);
    const { key = '' } = session.peer;
    this.#perKey.remove(key);
    if (entry.isRegistered && key !== '' && this.#perKey.of(key) === 0)
      this.#away.set(key, this.#clock.now() + this.#limits.keptPlaceMs);
  }

  #makeRoom({ peer }: Session, group: string, isKept: boolean): Session[] | FullReason {
    const gone: Session[] = [];
    if (!isKept && this.#perGroup.of(group) >= this.#limits.maxConnectionsPerAddress) {
      const oldest = this.#strangers.yieldOf(group) ?? this.#knownAddresses.yieldOf(group);
      if (oldest === undefined) return 'fullForAddress';
      gone.push(...this.#release(oldest));
    }
    const { maxConnections, keptConnections } = this.#limits;
    // Keys cost nothing: what is kept past the total is for those who came back, and for the host.
    const reserve = this.#known.isRegular(peer) ? keptConnections : 0;
    if (this.#taken(peer.key) >= maxConnections + reserve) {
      const oldest = this.#strangers.yieldOfFullest() ?? this.#knownAddresses.yieldOfFullest();
      if (oldest === undefined) return 'full';
      gone.push(...this.#release(oldest));
    }
    return gone;
  }

  /** Places that are not for whoever has this key: of those who are here, and of those who may come back. */
  #taken(key = ''): number {
    const now = this.#clock.now();
    for (const [away, until] of this.#away) {
      // A clock that was set back keeps no place for longer.
      if (until > now && until <= now + this.#limits.keptPlaceMs) break;
      this.#away.delete(away);
    }
    return this.#entries.size + this.#away.size - (this.#away.has(key) ? 1 : 0);
  }

  #release(oldest: Session | undefined): Session[] {
    if (oldest === undefined) return [];
    this.leave(oldest);
    return [oldest];
  }
}
