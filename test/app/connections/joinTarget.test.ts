import { describe, expect, it } from 'vitest';
import { parseAddress, targetOfInvite } from '../../../src/app/connections/joinTarget.ts';

describe('an address that is typed', () => {
  it.each([
    ['192.168.0.5', '192.168.0.5', 6697],
    ['192.168.0.5:7000', '192.168.0.5', 7000],
    [' ana-laptop ', 'ana-laptop', 6697],
    ['ana-laptop.local:6698', 'ana-laptop.local', 6698],
    ['fd00::5', 'fd00::5', 6697],
    ['[fd00::5]', 'fd00::5', 6697],
    ['[fd00::5]:6698', 'fd00::5', 6698],
    ['ircs://irc.example.org:6697/', 'irc.example.org', 6697],
    ['host:1', 'host', 1],
    ['host:65535', 'host', 65_535],
  ])('%j is %s port %i', (text, address, port) => {
    expect(parseAddress(text)).toEqual({ address, port });
  });

  it.each([
    '',
    ' ',
    'a b',
    'host:0',
    'host:65536',
    'host:99999999',
    'host:port',
    'user@host',
    'http://host',
    '[host]:1',
    '[fd00::5',
    'fd00::5]:1',
    '1.2.3',
    '256.1.1.1',
    '-host',
    'host/path',
    'ho\u202est',
    'a'.repeat(254),
  ])('%j is none', text => {
    expect(parseAddress(text)).toBeUndefined();
  });
});

describe('the target of an invite', () => {
  it('tries every address with the invite’s port and expects its key', () => {
    const key = 'ab'.repeat(32);
    const target = targetOfInvite({
      addresses: ['10.0.0.1', 'fd00::1'],
      port: 7000,
      room: '#a',
      key,
      token: 't',
    });
    expect(target).toEqual({
      addresses: [
        { address: '10.0.0.1', port: 7000 },
        { address: 'fd00::1', port: 7000 },
      ],
      room: '#a',
      key,
      token: 't',
      fromInvite: true,
    });
  });
});
