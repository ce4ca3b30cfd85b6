import type { Clock } from '../../common/clock.ts';
import type { Limits } from '../core/limits.ts';
import type { Peer } from '../core/session.ts';
import { AddressGroups } from './addressGroups.ts';

/** An address group from which somebody registered, as it is kept across restarts. */
export interface KnownAddress {
  readonly group: string;
  /** The key of who registered last; '' for none. */
  readonly key: string;
  /** When that was, in milliseconds since 1970. */
  readonly at: number;
}

export interface KnownPeersOptions {
  readonly limits: Pick<Limits, 'knownAddresses' | 'knownAddressMs' | 'knownKeys'>;
  readonly clock: Clock;
  /** The host's own key. */
  readonly hostKey?: string | undefined;
  /** Whether a key is known from elsewhere. */
  readonly isKnownKey?: ((key: string) => boolean) | undefined;
  readonly groups?: AddressGroups;
}

/**
 * Who came in before. Addresses tell it before the certificate is seen, keys after it; only those who registered are
 * remembered, so that strangers push nobody out.
 */
export class KnownPeers {
  readonly #options: KnownPeersOptions;
  readonly #groups: AddressGroups;
  /** By group, the one that rested longest first. */
  readonly #addresses = new Map<string, KnownAddress>();
  readonly #keys = new Set<string>();

  constructor(options: KnownPeersOptions) {
    this.#options = options;
    this.#groups = options.groups ?? new AddressGroups(options.clock);
  }

  /** Whom an address stands for. */
  groupOf(address: string): string {
    return this.#groups.of(address);
  }

  /** Whether this is this machine, or somebody registered from there in the last day. */
  isKnownAddress(address: string): boolean {
    if (isLoopback(address)) return true;
    const known = this.#addresses.get(this.groupOf(address));
    return known !== undefined && this.#isFresh(known);
  }

  /** Whether this key is the host's or has registered before. */
  isKnownKey(key: string | undefined): boolean {
    if (key === undefined) return false;
    const { hostKey, isKnownKey } = this.#options;
    return key === hostKey || this.#keys.has(key) || isKnownKey?.(key) === true;
  }

  /** Whether whoever comes is no stranger, by either. */
  isKnown({ address, key }: Peer): boolean {
    return this.isKnownKey(key) || this.isKnownAddress(address);
  }

  /** Somebody has registered. */
  note({ address, key }: Peer): void {
    const { limits, clock } = this.#options;
    if (key !== undefined && this.#keys.size < limits.knownKeys) this.#keys.add(key);
    this.#put({ group: this.groupOf(address), key: key ?? '', at: clock.now() });
  }

  /** The addresses, for `restore`. */
  save(): KnownAddress[] {
    return [...this.#addresses.values()].filter(known => this.#isFresh(known));
  }

  /** Takes back what `save` gave. */
  restore(saved: readonly KnownAddress[]): void {
    for (const known of saved) if (this.#isFresh(known)) this.#put(known);
  }

  #isFresh({ at }: KnownAddress): boolean {
    return this.#options.clock.now() - at < this.#options.limits.knownAddressMs;
  }

  #put(known: KnownAddress): void {
    const { knownAddresses } = this.#options.limits;
    this.#addresses.delete(known.group);
    if (this.#addresses.size >= knownAddresses && !this.#makeRoom()) return;
    this.#addresses.set(known.group, known);
  }

  /** Lets go of one that is too old, or else of the oldest of the key that has most. @returns whether there was one */
  #makeRoom(): boolean {
    const [first] = this.#addresses.values();
    if (first === undefined) return false;
    const counts = new Map<string, number>();
    for (const { key } of this.#addresses.values()) counts.set(key, (counts.get(key) ?? 0) + 1);
    const most = Math.max(...counts.values());
    // Where nobody has more than one, the newcomer's is not remembered.
    if (this.#isFresh(first) && most === 1) return false;
    const gone = this.#isFresh(first)
      ? [...this.#addresses.values()].find(({ key }) => counts.get(key) === most)
      : first;
    return this.#addresses.delete((gone ?? first).group);
  }
}

/** Whether an address is this machine's own: who is there needs no relay to keep it busy. */
export function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.');
}
