import fc from 'fast-check';
import { isIPv4, isIPv6 } from 'node:net';
import { describe, expect, it } from 'vitest';
import { addressBytes, ipv4Text, ipv6Text, isHostName } from '../../src/trust/hostAddress.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

describe('an IP address', () => {
  it('comes back from its bytes', () => {
    fc.assert(
      fc.property(bytes(4), bytes(16), (four, sixteen) => {
        expect(addressBytes(ipv4Text(four))).toEqual(four);
        expect(addressBytes(ipv6Text(sixteen))).toEqual(sixteen);
        expect(isIPv4(ipv4Text(four))).toBe(true);
      }),
    );
  });

  it('has bytes however it is written, and one way to write them', () => {
    fc.assert(
      fc.property(fc.ipV6(), text => {
        const there = addressBytes(text);
        expect(there).toHaveLength(16);
        const canonical = ipv6Text(there!);
        expect(isIPv6(canonical)).toBe(true);
        expect(addressBytes(canonical)).toEqual(there);
        expect(ipv6Text(addressBytes(canonical)!)).toBe(canonical);
      }),
    );
  });

  it.each([
    ['2001:DB8:0:0::7', '2001:db8::7'],
    ['::', '::'],
    ['1::', '1::'],
    ['::1', '::1'],
    ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
    ['::ffff:192.168.0.7', '::ffff:c0a8:7'],
  ])('%s is written %s', (text, canonical) => {
    expect(ipv6Text(addressBytes(text)!)).toBe(canonical);
  });

  it.each([
    '',
    'host',
    '1.2.3',
    '01.2.3.4',
    '256.1.1.1',
    '1.2.3.4 ',
    'fe80::1%eth0',
    '[::1]',
    '::1/64',
    ':::',
  ])('is not %j', text => expect(addressBytes(text)).toBeUndefined());
});

describe('a host name', () => {
  const label = 'a'.repeat(63);

  it.each(['localhost', 'ana-pc.local', 'ANA_PC', 'a', '3com.example', 'xn--joo-vla.example', `${label}.b`])(
    'may be %j',
    text => expect(isHostName(text)).toBe(true),
  );

  it.each([
    '',
    '.',
    'a.',
    '.a',
    'a..b',
    '-a',
    'a-',
    'a b',
    'a\n',
    'user@host',
    'host:1',
    'host/x',
    'joão',
    'a\0',
    'a%00',
    '127.1',
    '1.2.3.4',
    '0x7f.1',
    '0x7f',
    '2130706433',
    'a.0',
    `${label}a`,
  ])('may not be %j', text => expect(isHostName(text)).toBe(false));

  it('has at most 253 characters', () => {
    const long = `${label}.${label}.${label}.${'b'.repeat(61)}`;
    expect(long).toHaveLength(253);
    expect(isHostName(long)).toBe(true);
    expect(isHostName(`${long}b`)).toBe(false);
  });
});
