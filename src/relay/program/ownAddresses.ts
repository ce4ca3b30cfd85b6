import { networkInterfaces } from 'node:os';

const maxAddresses = 8;

/**
 * Where others may reach what listens on `host`: that address, or for all addresses this machine's own, IPv4 first.
 * Loopback only where there is nothing else.
 */
export function ownAddresses(host: string): string[] {
  if (host !== '::' && host !== '0.0.0.0') return [host];
  const all = Object.values(networkInterfaces()).flatMap(list => list ?? []);
  // A link-local address means something only together with an interface of the other machine.
  const usable = all.filter(({ internal, address }) => !internal && !/^fe[89ab]/i.test(address));
  const family = (name: string): string[] =>
    usable.filter(entry => entry.family === name).map(entry => entry.address);
  const addresses = host === '::' ? [...family('IPv4'), ...family('IPv6')] : family('IPv4');
  return addresses.length === 0 ? ['127.0.0.1'] : addresses.slice(0, maxAddresses);
}
