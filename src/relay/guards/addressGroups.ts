import { BlockList, isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Clock } from '../../common/clock.ts';

/** This machine's networks change while a laptop moves; asking the system costs a call. Milliseconds. */
const askAgainMs = 60_000;

/** What the system says of its network interfaces. */
type Interfaces = typeof networkInterfaces;

/**
 * Whom an address stands for. Somebody on another network may have all of a /64, so a routed IPv6 address counts as its
 * /64. On a network of this machine's own everybody shares one, so there, and for link-local addresses, it counts by
 * itself, as every IPv4 address does.
 */
export class AddressGroups {
  readonly #clock: Clock;
  readonly #interfaces: Interfaces;
  #onLink = new BlockList();
  #askedAt = -Infinity;

  constructor(clock: Clock, interfaces: Interfaces = networkInterfaces) {
    this.#clock = clock;
    this.#interfaces = interfaces;
  }

  /** @param address without a zone, IPv4 written as such; what is no address is its own group */
  of(address: string): string {
    if (!isIPv6(address) || this.#isOnLink(address)) return address;
    return `${wordsOf(address).slice(0, 4).join(':')}::/64`;
  }

  #isOnLink(address: string): boolean {
    const now = this.#clock.now();
    if (now - this.#askedAt >= askAgainMs || now < this.#askedAt) this.#ask(now);
    return this.#onLink.check(address, 'ipv6');
  }

  #ask(now: number): void {
    this.#askedAt = now;
    this.#onLink = new BlockList();
    this.#onLink.addSubnet('fe80::', 10, 'ipv6');
    for (const { family, address, cidr } of Object.values(this.#interfaces()).flatMap(all => all ?? [])) {
      const bits = Number(cidr?.split('/')[1]);
      if (family === 'IPv6' && bits >= 64) this.#onLink.addSubnet(address.replace(/%.*$/, ''), bits, 'ipv6');
    }
  }
}

/** A socket's address, IPv4 written as such, without the zone of a link-local one. */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=[0-9.]+$)/i, '').replace(/%.*$/, '');
}

/** The eight words of an IPv6 address in hexadecimal, without leading zeros. */
function wordsOf(address: string): string[] {
  const [head = '', tail] = address.toLowerCase().split('::');
  const [front, back] = [head, tail ?? ''].map(part => (part === '' ? [] : part.split(':')));
  const missing = tail === undefined ? 0 : 8 - (front?.length ?? 0) - (back?.length ?? 0);
  const words = [...(front ?? []), ...Array.from({ length: missing }, () => '0'), ...(back ?? [])];
  return words.map(word => word.replace(/^0+(?=.)/, ''));
}
