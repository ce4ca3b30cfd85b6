import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isChannel } from '../../src/irc/names.ts';
import { ipv4Text, ipv6Text } from '../../src/trust/hostAddress.ts';
import {
  type Invite,
  InviteError,
  looksLikeInvite,
  maxInviteText,
  newToken,
  parseInvite,
  serializeInvite,
} from '../../src/trust/invite.ts';
import { maxInviteBytes } from '../../src/trust/inviteBytes.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const address = fc.oneof(
  bytes(4).map(ipv4Text),
  bytes(16).map(ipv6Text),
  fc.domain().filter(name => name.length <= 253),
  fc.constantFrom('localhost', 'ANA-PC', 'ana_pc.local'),
);
const room = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .map(name => `#${name}`)
  .filter(name => isChannel(name, 64));
const invites: fc.Arbitrary<Invite> = fc.record({
  addresses: fc.array(address, { minLength: 1, maxLength: 8 }),
  port: fc.integer({ min: 1, max: 65_535 }),
  room,
  key: bytes(32).map(key => Buffer.from(key).toString('hex')),
  token: fc.option(
    bytes(16).map(token => Buffer.from(token).toString('base64url')),
    { nil: '' },
  ),
});

const sample: Invite = {
  addresses: ['192.168.0.7', '2001:db8::7', 'ana-pc.local'],
  port: 6697,
  room: '#chat',
  key: '0123456789abcdef'.repeat(4),
  token: 'AAECAwQFBgcICQoLDA0ODw',
};
const text = serializeInvite(sample);
const link = 'vscode://someone.pychat/join#';

function faultOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof InviteError) return error.reason;
    throw error;
  }
  return 'accepted';
}

/** A text with a right checksum, however wrong the rest. */
function sealed(body: Uint8Array): string {
  const sum = createHash('sha256').update(body).digest().subarray(0, 4);
  return `pychat1-${Buffer.concat([body, sum]).toString('base64url')}`;
}

function bodyOf(invite: string): Buffer {
  return Buffer.from(invite.slice('pychat1-'.length), 'base64url').subarray(0, -4);
}

describe('an invite', () => {
  it('reads back as it was written, as text and as link', () => {
    fc.assert(
      fc.property(invites, invite => {
        expect(parseInvite(serializeInvite(invite))).toEqual(invite);
        expect(parseInvite(`${link}${serializeInvite(invite)}`)).toEqual(invite);
        expect(looksLikeInvite(serializeInvite(invite))).toBe(true);
      }),
    );
  });

  it('has the written form that is agreed on', () => {
    expect(text).toBe(
      'pychat1-AQEBI0VniavN7wEjRWeJq83vASNFZ4mrze8BI0VniavN7wABAgMEBQYHCAkKCwwNDg8aKQMBwKgABwIgAQ24' +
        'AAAAAAAAAAAAAAAHAwxhbmEtcGMubG9jYWwFI2NoYXSmN06O',
    );
  });

  it('is short enough to paste: under 150 characters with a token and two addresses', () => {
    const usual = serializeInvite({ ...sample, addresses: ['192.168.0.7', '2001:db8::7'] });
    expect(usual.length).toBeLessThan(150);
  });

  it.each([
    `  \n${text}\r\n`,
    `${text.slice(0, 60)}\n${text.slice(60, 120)}\r\n  ${text.slice(120)}`,
    `vscode-insiders://someone.pychat/join#${text}`,
    `cursor://someone.pychat/join?windowId=_blank#${text}`,
    `VSCodium://a/join#${text}`,
    `${text}${' '.repeat(maxInviteText - text.length)}`,
  ])('is read from %j', given => {
    expect(parseInvite(given)).toEqual(sample);
    expect(looksLikeInvite(given)).toBe(true);
  });

  it.each(['', 'hello', '#chat', 'pychat', 'pychat1', 'pychat-abc'])('is not read from %j', given => {
    expect(faultOf(() => parseInvite(given))).toBe('notAnInvite');
    expect(looksLikeInvite(given)).toBe(false);
  });

  it.each([
    `Join me: ${text}`,
    `<${text}>`,
    `"${text}"`,
    `${text}.`,
    `${text}, see you`,
    `(${link}${text})`,
    `[Join](${link}${text})`,
    `*${text}*`,
    `_${text}_`,
    `-${text}--`,
    `\`${text}\``,
    `Join me: ${text}\n\nBest regards\nAna`,
    `${text} Ana`,
    `> ${text.slice(0, 60)}\n> ${text.slice(60)}\n> Ana`,
    `${text.slice(0, 60)}=\r\n${text.slice(60)}\r\n-- \r\nAna`,
    `${text.slice(0, 50)}\u200b${text.slice(50)}\u00ad`,
    `https://safe.example/?url=vscode%3A%2F%2Fa.b%2Fjoin%23${text}&data=1`,
    `An invite begins with pychat1- and this is one: ${text}`,
    `${text.slice(0, 40)} was cut, so again: ${text}`,
    `${'Hello. '.repeat(2_000)}${text}`,
    `javascript:alert(1)//join#${text}`,
    `${text}\n${text}`,
  ])('is found in the text around it: %j', given => {
    expect(parseInvite(given)).toEqual(sample);
    expect(looksLikeInvite(given)).toBe(true);
  });

  it('is found wherever it stands among other words', () => {
    const around = fc.string({ unit: 'binary' }).filter(one => !/pychat/i.test(one));
    fc.assert(
      fc.property(around, around, (before, after) => {
        expect(parseInvite(`${before} ${text} ${after}`)).toEqual(sample);
      }),
    );
  });

  it('is looked for in time that grows with the text alone', () => {
    const started = performance.now();
    for (const one of ['pychat1-', 'pychat1-A ', 'pychat1-\u200b', '> ', 'A '])
      faultOf(() => parseInvite(`pychat1-A${one.repeat(maxInviteText / one.length - 20)}`));
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('writes an address one way only', () => {
    const shouting = { ...sample, addresses: ['2001:DB8:0:0:0:0:0:7'] };
    expect(parseInvite(serializeInvite(shouting)).addresses).toEqual(['2001:db8::7']);
  });
});

describe('an invite that was harmed on the way', () => {
  it('is called cut short wherever its end is missing', () => {
    for (let length = 'pychat1-'.length; length < text.length; length++) {
      expect(faultOf(() => parseInvite(text.slice(0, length)))).toBe('cutShort');
    }
  });

  it('is never taken for another when a character is changed, left out or put in', () => {
    const alphabet = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_');
    const place = fc.integer({ min: 'pychat1-'.length, max: text.length - 1 });
    const slip = fc.tuple(place, fc.constantFrom('', ...alphabet), fc.constantFrom(0, 1));
    fc.assert(
      fc.property(slip, ([at, put, taken]) => {
        const harmed = text.slice(0, at) + put + text.slice(at + taken);
        fc.pre(harmed !== text);
        expect(faultOf(() => parseInvite(harmed))).toMatch(/^(damaged|cutShort|fromTheFuture)$/);
      }),
      { numRuns: 500 },
    );
  });

  it.each(['!', '=', '%20', 'é', '\0', '+', '/', '<b>'])('is called damaged when it holds %j', put => {
    expect(faultOf(() => parseInvite(text.slice(0, 40) + put + text.slice(40)))).toBe('damaged');
  });

  it('is called damaged when something follows it', () => {
    expect(faultOf(() => parseInvite(`${text}AAAA`))).toBe('damaged');
    expect(faultOf(() => parseInvite(`${text}.AAAA`))).toBe('accepted');
  });

  it('is refused unread when it is longer than any invite', () => {
    const longest = `pychat1-${'A'.repeat(maxInviteText - 8)}`;
    expect(faultOf(() => parseInvite(`${longest}A`))).toBe('tooLong');
    expect(faultOf(() => parseInvite(longest))).toBe('tooLong');
    expect(faultOf(() => parseInvite('x'.repeat(10_000_000)))).toBe('tooLong');
    expect(faultOf(() => parseInvite(text.padStart(maxInviteText)))).toBe('accepted');
    expect(faultOf(() => parseInvite(text.padStart(maxInviteText + text.length)))).toBe('tooLong');
    expect(looksLikeInvite(`${text}${' '.repeat(maxInviteText)}`)).toBe(false);
    const body = (length: number): string => `pychat1-${Buffer.alloc(length, 1).toString('base64url')}`;
    expect(faultOf(() => parseInvite(body(maxInviteBytes)))).not.toBe('tooLong');
    expect(faultOf(() => parseInvite(body(maxInviteBytes + 1)))).toBe('tooLong');
  });

  it('leads to no other error, whatever the text', () => {
    const tail = fc.oneof(fc.base64String(), fc.string({ unit: 'binary' }), fc.uint8Array().map(sealed));
    fc.assert(
      fc.property(fc.constantFrom('', 'pychat1-', 'vscode://a.b/join#pychat1-'), tail, (head, rest) => {
        expect(faultOf(() => parseInvite(head + rest))).not.toBe('accepted');
      }),
      { numRuns: 300 },
    );
  });
});

describe('an invite of a newer version', () => {
  it.each([
    'pychat2-anything!',
    'pychat999-',
    `vscode://a.b/join#pychat2-${'x'.repeat(100_000)}`,
    sealed(Buffer.of(2)),
    sealed(Buffer.of(255, 1, 2, 3)),
    'pychat1-Ag',
  ])('is known as one before anything else is looked at: %j', given => {
    expect(faultOf(() => parseInvite(given))).toBe('fromTheFuture');
  });

  it('of no version is refused', () => {
    expect(faultOf(() => parseInvite(sealed(Buffer.of(0, ...bodyOf(text).subarray(1)))))).toBe('invalid');
  });
});

describe('a hostile invite', () => {
  const start = (): Buffer => bodyOf(serializeInvite({ ...sample, token: '', addresses: ['1.2.3.4'] }));
  const addressAt = 1 + 1 + 32 + 2 + 1;
  const withAddress = (encoded: Uint8Array): string =>
    sealed(Buffer.concat([start().subarray(0, addressAt), encoded, start().subarray(addressAt + 5)]));
  const withName = (name: string): string =>
    withAddress(Buffer.concat([Buffer.of(3, name.length), Buffer.from(name, 'latin1')]));
  const withRoom = (bytesOfRoom: Uint8Array): string =>
    sealed(Buffer.concat([start().subarray(0, addressAt + 5), Buffer.of(bytesOfRoom.length), bytesOfRoom]));
  const withByte = (at: number, value: number): string => {
    const body = start();
    body[at] = value;
    return sealed(body);
  };

  it('is made right by the means of this test', () => {
    expect(faultOf(() => parseInvite(withName('host')))).toBe('accepted');
    expect(faultOf(() => parseInvite(withRoom(Buffer.from('#sala'))))).toBe('accepted');
    expect(faultOf(() => parseInvite(withByte(35, 0)))).toBe('accepted');
  });

  it.each([
    'a b',
    'user@host',
    'host/path',
    'host\r\n',
    'h\0',
    '1.2.3',
    '0x7f.1',
    '-rf',
    '',
    'a:1',
    'jo\xe3o',
  ])('has the host name %j', name => expect(faultOf(() => parseInvite(withName(name)))).toBe('invalid'));

  it.each(['chat', '#', '#a b', '#a,b', '#a\n', '#a:b', '#\x7f', '', `#${'a'.repeat(64)}`])(
    'has the room %j',
    name => expect(faultOf(() => parseInvite(withRoom(Buffer.from(name))))).toBe('invalid'),
  );

  it('has a room that is not UTF-8', () => {
    expect(faultOf(() => parseInvite(withRoom(Buffer.of(0x23, 0xff))))).toBe('invalid');
    expect(faultOf(() => parseInvite(withRoom(Buffer.of(0x23, 0xed, 0xa0, 0x80))))).toBe('invalid');
    expect(faultOf(() => parseInvite(withRoom(Buffer.of(0x23, 0xc0, 0xaf))))).toBe('invalid');
  });

  it('has flags, a count or a kind of address that nobody knows', () => {
    expect(faultOf(() => parseInvite(withByte(1, 2)))).toBe('invalid');
    expect(faultOf(() => parseInvite(withByte(1, 255)))).toBe('invalid');
    expect(faultOf(() => parseInvite(withByte(36, 0)))).toBe('invalid');
    expect(faultOf(() => parseInvite(withByte(36, 9)))).toBe('invalid');
    expect(faultOf(() => parseInvite(withByte(37, 0)))).toBe('invalid');
    expect(faultOf(() => parseInvite(withByte(37, 4)))).toBe('invalid');
  });

  it('has port 0, ends early or has bytes left over, under a right checksum', () => {
    const portless = start();
    portless.writeUInt16BE(0, 34);
    expect(faultOf(() => parseInvite(sealed(portless)))).toBe('invalid');
    expect(faultOf(() => parseInvite(sealed(start().subarray(0, 45))))).toBe('invalid');
    expect(faultOf(() => parseInvite(sealed(Buffer.concat([start(), Buffer.of(0)]))))).toBe('invalid');
  });
});

describe('writing an invite', () => {
  const refuses = (change: Partial<Invite>): string =>
    faultOf(() => serializeInvite({ ...sample, ...change }));
  const fullName = ['a', 'b', 'c', 'd'].map(letter => letter.repeat(61)).join('.');

  it('goes up to the limits', () => {
    const longestName = `${fullName}.${'e'.repeat(253 - fullName.length - 1)}`;
    const big = {
      ...sample,
      port: 65_535,
      room: `#${'a'.repeat(63)}`,
      addresses: Array<string>(8).fill(longestName),
    };
    expect(longestName).toHaveLength(253);
    expect(bodyOf(serializeInvite(big))).toHaveLength(maxInviteBytes - 4);
    expect(parseInvite(serializeInvite(big))).toEqual(big);
    expect(`${link}${serializeInvite(big)}`.length).toBeLessThan(maxInviteText);
    expect(refuses({ port: 1 })).toBe('accepted');
  });

  it.each<Partial<Invite>>([
    { port: 0 },
    { port: 65_536 },
    { port: 1.5 },
    { port: NaN },
    { addresses: [] },
    { addresses: Array<string>(9).fill('1.2.3.4') },
    { addresses: ['a b'] },
    { addresses: ['fe80::1%eth0'] },
    { addresses: [`${fullName}.${'e'.repeat(10)}`] },
    { addresses: ['joão.local'] },
    { room: 'chat' },
    { room: '#\ud800' },
    { room: `#${'é'.repeat(32)}` },
    { key: sample.key.toUpperCase() },
    { key: sample.key.slice(2) },
    { key: `${sample.key}\n` },
    { token: sample.token.slice(1) },
    { token: `${sample.token}A` },
    { token: 'AAECAwQFBgcICQoLDA0ODx' },
    { token: 'AAECAwQFBgcICQoLDA0OD+' },
    { token: `${sample.token}=` },
  ])('refuses %j', change => expect(refuses(change)).toBe('invalid'));

  it('allows the rooms that IRC allows, and no others', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), name => {
        for (const tried of [name, `#${name}`]) {
          fc.pre(tried.isWellFormed());
          expect(refuses({ room: tried })).toBe(isChannel(tried, 64) ? 'accepted' : 'invalid');
        }
      }),
    );
  });
});

describe('a token', () => {
  it('is 128 random bits in 22 characters that an invite takes', () => {
    const tokens = new Set(Array.from({ length: 100 }, newToken));
    expect(tokens.size).toBe(100);
    for (const token of tokens) {
      expect(token).toMatch(/^[A-Za-z0-9_-]{22}$/);
      expect(parseInvite(serializeInvite({ ...sample, token })).token).toBe(token);
    }
  });
});
