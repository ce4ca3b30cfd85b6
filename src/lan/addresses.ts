import { isIPv4 } from 'node:net';
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';

/** What the operating system tells of its network interfaces, by their names. */
export type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/** Bridges and switches of virtual machines and containers: nobody else on the network is behind them. */
const virtualName =
  /^(?:docker|br-|veth|virbr|vmnet|vboxnet|lxc|lxd|podman|cni|flannel|cali|kube|bridge1\d\d|vethernet|virtualbox|vmware)/i;

/** Tunnels: somebody may be behind them, but hardly the people in the room. */
const tunnelName = /^(?:tun|tap|utun|wg|ppp|zt|tailscale|ipsec|openvpn|wireguard|zerotier)/i;

/** Ranks of addresses, the best first. */
const sharedSpace = 2;
const linkLocal = 20;
const loopback = 30;
const never = Infinity;

/**
 * This machine's addresses at which others on the network may reach it, the likeliest first: private IPv4, other IPv4,
 * IPv6 of a site, then global; tunnels and virtual networks after all of these. An IPv4 address that the machine gave
 * itself (a cable between two machines) is there when there is nothing better, loopback when there is nothing at all.
 *
 * @returns at least one address, without zones or prefixes; never throws
 */
export function localAddresses(interfaces: Interfaces = readInterfaces()): string[] {
  const found = Object.entries(interfaces).flatMap(([name, infos]) =>
    (infos ?? []).map(info => ({ address: info.address, rank: rankOf(info) + penaltyOf(name) })),
  );
  const ranked = found.filter(({ rank }) => rank < never).sort((one, other) => one.rank - other.rank);
  const best = ranked[0]?.rank ?? never;
  const worst = best < linkLocal ? linkLocal : best < loopback ? loopback : never;
  const addresses = new Set(ranked.filter(({ rank }) => rank < worst).map(({ address }) => address));
  return addresses.size > 0 ? [...addresses] : ['127.0.0.1'];
}

/** Some sandboxes do not let a program ask. */
export function readInterfaces(): Interfaces {
  try {
    return networkInterfaces();
  } catch {
    return {};
  }
}

function rankOf(info: NetworkInterfaceInfo): number {
  if (info.internal) return loopback;
  return isIPv4(info.address) ? rankOfIpv4(info.address) : rankOfIpv6(info.address);
}

/** https://www.iana.org/assignments/iana-ipv4-special-registry/ */
function rankOfIpv4(address: string): number {
  if (/^(?:0|22[4-9]|2[3-5]\d)\./.test(address)) return never;
  if (address.startsWith('127.')) return loopback;
  if (address.startsWith('169.254.')) return linkLocal;
  if (/^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/.test(address)) return 0;
  if (/^100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./.test(address)) return sharedSpace;
  return 1;
}

/** https://www.iana.org/assignments/iana-ipv6-special-registry/ */
function rankOfIpv6(address: string): number {
  if (address === '::1') return loopback;
  if (/^f[cd]/i.test(address)) return 3;
  // Link-local addresses mean nothing without the zone, which is another on each machine.
  return /^[23]/.test(address) ? 4 : never;
}

function penaltyOf(name: string): number {
  if (virtualName.test(name)) return 10;
  return tunnelName.test(name) ? 5 : 0;
}
