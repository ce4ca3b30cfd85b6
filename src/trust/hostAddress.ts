import { isIPv4, isIPv6 } from 'node:net';

/**
 * The bytes of an IP address, 4 or 16.
 *
 * @returns undefined when `text` is neither kind of address; a zone (`%eth0`) means something on one machine only, so
 * that an address with one is none either
 */
export function addressBytes(text: string): Uint8Array | undefined {
  if (isIPv4(text)) return Uint8Array.from(text.split('.').map(Number));
  if (!isIPv6(text) || text.includes('%')) return undefined;
  const [head = '', tail] = canonicalIpv6(text).split('::');
  const front = groups(head);
  const back = groups(tail ?? '');
  const zeros = new Array<number>(8 - front.length - back.length).fill(0);
  return Uint8Array.from([...front, ...zeros, ...back].flatMap(group => [group >> 8, group & 0xff]));
}

function groups(text: string): number[] {
  return text === '' ? [] : text.split(':').map(group => parseInt(group, 16));
}

/** The one way to write an IPv6 address: lower case, the longest run of zeros as `::`, no dotted part. */
function canonicalIpv6(text: string): string {
  return new URL(`http://[${text}]`).hostname.slice(1, -1);
}

/** Four bytes as `192.168.0.7`. */
export function ipv4Text(bytes: Uint8Array): string {
  return bytes.join('.');
}

/** Sixteen bytes as `2001:db8::7`. */
export function ipv6Text(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex');
  return canonicalIpv6(hex.replace(/(.{4})(?=.)/g, '$1:'));
}

const label = '[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?';
const hostNamePattern = new RegExp(`^(?:${label}\\.)*${label}$`, 'i');

/** https://url.spec.whatwg.org/#ends-in-a-number-checker: `1.2.3`, `0x7f.1`, which resolvers take for addresses. */
const numberAtEnd = /(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)$/i;

/** Whether `text` is a host name in ASCII of at most 253 characters, and not another spelling of an IP address. */
export function isHostName(text: string): boolean {
  return text.length <= 253 && hostNamePattern.test(text) && !numberAtEnd.test(text);
}
