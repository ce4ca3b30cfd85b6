import type { Clock } from '../../common/clock.ts';
import type { Limits } from '../core/limits.ts';
import type { Peer } from '../core/session.ts';
import type { SavedVisitor } from '../data/relayStore.ts';
import type { AddressGroups } from './addressGroups.ts';

/** An address group from which somebody registered. */
interface KnownAddress {
  readonly group: string;
  /** The key of who registered last; '' for none. */
  readonly key: string;
  /** When that was, in milliseconds since 1970. */
  readonly at: number;
}

export interface KnownPeersOptions {
  readonly limits: Pick<Limits, 'knownAddresses' | 'knownAddressMs'>;
  readonly clock: Clock;
  readonly groups: AddressGroups;
  /** Whether a key has registered before, or needs not to. */
  readonly isKnownKey: (key: string) => boolean;
  /** Whether it came back on another day, or needs not to. */
  readonly isRegularKey: (key: string) => boolean;
}

/**
 * Who came in before. Addresses tell it before the certificate is seen, keys after it; only those who registered are
 * remembered, so that strangers push nobody out.
 */
export class KnownPeers {
  readonly #options: KnownPeersOptions;
  /** By group, the one that rested longest first. */
  readonly #addresses = new Map<string, KnownAddress>();

  constructor(options: KnownPeersOptions) {
    this.#options = options;
  }

  /** Whom an address stands for. */
  groupOf(address: string): string {
    return this.#options.groups.of(address);
  }

  /** Whether somebody registered from there in the last day. */
  isKnownAddress(address: string): boolean {
    const known = this.#addresses.get(this.groupOf(address));
    return known !== undefined && this.#isFresh(known);
  }

  /** Whether this key is the host's or has registered before. */
  isKnownKey(key: string | undefined): boolean {
    return key !== undefined && this.#options.isKnownKey(key);
  }

  /** Whether their key came back on another day, or needs not to. An address says nothing: a proxy may be behind it. */
  isRegular({ key }: Peer): boolean {
    return key !== undefined && this.#options.isRegularKey(key);
  }

  /** Whether the peer is known by key or by address. */
  isKnown({ address, key }: Peer): boolean {
    return this.isKnownKey(key) || this.isKnownAddress(address);
  }

  /** Somebody has registered, or was until now. */
  note({ address, key }: Peer): void {
    this.#put({ group: this.groupOf(address), key: key ?? '', at: this.#options.clock.now() });
  }

  /** Takes what a data folder has of those who were here: where they last came from. */
  restore(visitors: readonly SavedVisitor[]): void {
    const fresh = visitors
      .map(({ key, lastSeen: at, group, lastGroup }) => ({ group: lastGroup ?? group, key, at }))
      .filter(known => this.#isFresh(known))
      .sort((one, other) => other.at - one.at);
    const standing = (known: KnownAddress): 'regular' | 'others' =>
      this.#isRegular(known) ? 'regular' : 'others';
    const { regular = [], others = [] } = Object.groupBy(fresh, standing);
    const kept = new Map<string, KnownAddress>();
    for (const known of [...regular, ...others]) {
      const before = kept.get(known.group);
      if (before === undefined && kept.size >= this.#options.limits.knownAddresses) continue;
      kept.set(known.group, { ...known, ...before, at: Math.max(known.at, before?.at ?? 0) });
    }
    for (const known of [...kept.values()].sort((one, other) => one.at - other.at))
      this.#addresses.set(known.group, known);
  }

  #isFresh({ at }: KnownAddress): boolean {
    return this.#options.clock.now() - at < this.#options.limits.knownAddressMs;
  }

  #put(known: KnownAddress): void {
    const before = this.#addresses.get(known.group);
    const isRegular = this.#isRegular(known);
    this.#addresses.delete(known.group);
    if (this.#addresses.size >= this.#options.limits.knownAddresses && !this.#makeRoom(isRegular)) return;
    // Who came back keeps the address that a new key comes from as well.
    const key = before !== undefined && !isRegular && this.#isRegular(before) ? before.key : known.key;
    this.#addresses.set(known.group, { ...known, key });
  }

  #isRegular({ key }: KnownAddress): boolean {
    return key !== '' && this.#options.isRegularKey(key);
  }

  /**
   * Lets go of one that is too old, or else of the oldest of the key that has most: of a new key if there is any, and for
   * a new key of no other.
   *
   * @returns whether there was one
   */
  #makeRoom(isRegular: boolean): boolean {
    const [first] = this.#addresses.values();
    if (first === undefined) return false;
    if (!this.#isFresh(first)) return this.#addresses.delete(first.group);
    const all = [...this.#addresses.values()];
    const ofNewKeys = all.filter(known => !this.#isRegular(known));
    const isForRegular = isRegular && ofNewKeys.length > 0;
    const byKey = Map.groupBy(isRegular && !isForRegular ? all : ofNewKeys, ({ key }) => key);
    const most = [...byKey.values()].reduce((a, b) => (b.length > a.length ? b : a), []);
    // Among equals nobody loses the only one: then the newcomer's is not remembered.
    const [oldest] = isForRegular || most.length > 1 ? most : [];
    return oldest !== undefined && this.#addresses.delete(oldest.group);
  }
}

/** Whether an address is this machine's own: the host's window is there, and whoever comes by a proxy. */
export function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.');
}
