import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { parseMessage } from '../../../src/irc/message.ts';
import { type Limits, defaultLimits } from '../../../src/relay/core/limits.ts';
import { type TestPeer, register } from '../../support/peer.ts';
import { TestRelay } from '../../support/testRelay.ts';

async function settle(): Promise<void> {
  for (let i = 0; i < 8; i++) await turn();
}

const from = (group: number): string => `192.0.2.${group}`;
const commandsOf = (lines: string[]): string[] => lines.map(line => parseMessage(line).command);

/** What a peer has heard by now, without asking. */
function listen(peer: TestPeer): { readonly text: string } {
  const heard = { text: '' };
  peer.stream.on('data', (text: string) => (heard.text += text));
  return heard;
}

describe('bytes of who has not registered', () => {
  test('wait up to the limit; one more, and that connection is closed', async () => {
    const limits = { floodBurst: 0, floodPerSecond: 1, strangerBytes: 10 };
    const wait = new TestRelay({ limits }).connect();
    wait.stream.write(`PONG x\n${'x'.repeat(10)}`);
    const goes = new TestRelay({ limits }).connect();
    goes.stream.write(`PONG x\n${'x'.repeat(11)}`);
    expect(await goes.rest()).toEqual(['ERROR :Closing link: Too much before the welcome']);
    await settle();
    expect(wait.stream.readableEnded).toBe(false);
  });

  test('as 32 KiB of short lines from 412 connections make no line that is not taken', async () => {
    const bench = new TestRelay({ token: 'secret', limits: { floodBurst: 40 } });
    const ann = await bench.join('ann', { password: 'secret' });
    const flood = Array.from({ length: 412 }, (_, at) => {
      const peer = bench.connect({ address: from(10 + (at % 11)) });
      peer.stream.write('a\n'.repeat(16 * 1024));
      return peer;
    });
    for (const peer of flood) expect((await peer.rest()).length).toBeLessThanOrEqual(43);
    expect(await ann.ask()).toEqual([]);
  });

  test('count when they are more of a line that never ends', async () => {
    const bench = new TestRelay({ limits: { floodBurst: 1, floodPerSecond: 2, floodBytes: 1000 } });
    const peer = bench.connect();
    const heard = listen(peer);
    peer.stream.write('x'.repeat(10_000));
    await settle();
    peer.stream.write('x'.repeat(10_000));
    peer.send('', 'PING done');
    await settle();
    expect(heard.text).not.toContain('done');
    for (let second = 0; second < 12; second++) {
      bench.clock.advance(1000);
      await settle();
    }
    expect(heard.text).toContain('done');
  });
});

describe('empty lines', () => {
  test.each([true, false])('cost, and who sends only these is closed; registered: %s', async registered => {
    const bench = new TestRelay({ limits: { maxEmptyLines: 5 } });
    const peer = registered ? await bench.join('ann') : bench.connect();
    await bench.calm();
    peer.stream.write('\r\n'.repeat(5));
    expect(await peer.ask()).toEqual([]);
    peer.stream.write('\n'.repeat(6));
    expect(await peer.rest()).toEqual(['ERROR :Closing link: Too many empty lines']);
  });

  test('are read no faster than others', async () => {
    const bench = new TestRelay({ limits: { floodBurst: 10, floodPerSecond: 1 } });
    const peer = bench.connect();
    const heard = listen(peer);
    peer.stream.write('\n'.repeat(30));
    peer.send('PING done');
    await settle();
    expect(heard.text).toBe('');
    for (let half = 0; half < 10; half++) {
      bench.clock.advance(500);
      await settle();
    }
    expect(heard.text).toContain('done');
  });
});

describe('places of strangers', () => {
  test('stay with those who have them where each is of another address: the newcomer is told to try again', async () => {
    const bench = new TestRelay({ limits: { maxStrangers: 2 } });
    const first = bench.connect({ address: from(1) });
    bench.connect({ address: from(2) });
    expect(await bench.connect({ address: from(3) }).rest()).toEqual([
      ':relay.test 263 * CONNECT :Please wait a while and try again',
      'ERROR :Closing link: Others wait to be let in',
    ]);
    expect(await register(first, 'ann')).not.toEqual([]);
    expect(await register(bench.connect({ address: from(3) }), 'bob')).not.toEqual([]);
  });
});

describe('lines of strangers', () => {
  const limits = { strangerLineBurst: 2, strangerLinesPerSecond: 1, strangerSharePercent: 100 };

  test('are handled at a rate for all together, and nothing is lost', async () => {
    const bench = new TestRelay({ limits });
    const heard = [1, 2, 3].map(group => {
      const peer = bench.connect({ address: from(group) });
      peer.send('PING a', 'PING b');
      return listen(peer);
    });
    const lines = (): number => heard.reduce((sum, { text }) => sum + text.split('\r\n').length - 1, 0);
    await settle();
    expect(lines()).toBeLessThan(6);
    for (let second = 0; second < 6; second++) {
      bench.clock.advance(1000);
      await settle();
    }
    expect(lines()).toBe(6);
  });

  test('count by their length, too: one of 8 KiB is as much work as many', async () => {
    const bench = new TestRelay({ limits: { ...limits, strangerLineBurst: 4 } });
    const long = `@${'a;'.repeat(4000)}a PING long`;
    const peer = bench.connect({ address: from(1) });
    const heard = listen(peer);
    peer.send(long, 'PING b', 'PING c');
    await settle();
    expect(heard.text).toContain('long');
    expect(heard.text).not.toContain(' c');
    bench.clock.advance((long.length / defaultLimits.strangerLineBytes) * 1000);
    await settle();
    expect(heard.text).toContain(' c');
  });

  test('delay nobody who is registered or known by key or address', async () => {
    const bench = new TestRelay({ limits, hostKey: 'host' });
    const member = await bench.join('ann', { peer: { address: '127.0.0.1' }, room: '' });
    for (let at = 0; at < 60; at++)
      bench.connect({ address: from(at % 20) }).send(...Array.from({ length: 40 }, () => 'PING x'));
    await settle();
    expect(await member.ask('PING a', 'PING b', 'PING c')).toHaveLength(3);
    const host = bench.connect({ address: '198.51.100.1', key: 'host' });
    expect(commandsOf(await register(host, 'hal'))[0]).toBe('001');
  });
});

describe('a connection that has not registered', () => {
  const tooMany = [
    ':relay.test 263 * CONNECT :Please wait a while and try again',
    'ERROR :Closing link: Others wait to be let in',
  ];

  async function full(
    limits: Partial<Limits>,
    options = {},
  ): Promise<{ bench: TestRelay; oldest: TestPeer }> {
    const bench = new TestRelay({ limits: { maxStrangers: 3, ...limits }, ...options });
    const oldest = bench.connect({ address: from(1) });
    for (const group of [1, 2]) bench.connect({ address: from(group) });
    await settle();
    return { bench, oldest };
  }

  test('gives way to a newcomer where all places are taken: the oldest of the address that holds most', async () => {
    const { bench, oldest } = await full({});
    expect(await oldest.ask()).toEqual([]);
    const newcomer = bench.connect({ address: from(3) });
    expect(await oldest.rest()).toEqual(tooMany);
    expect(commandsOf(await register(newcomer, 'ann'))[0]).toBe('001');
  });

  test('gives way where its address holds too many', async () => {
    const { bench, oldest } = await full({ maxStrangers: 100, maxStrangersPerAddress: 2 });
    bench.connect({ address: from(1) });
    expect(await oldest.rest()).toEqual(tooMany);
  });

  test.each([
    ['in all', { maxConnections: 3 }],
    ['from one address', { maxConnectionsPerAddress: 2 }],
  ])('gives way where there are too many connections %s', async (_, limits) => {
    const { bench, oldest } = await full({ maxStrangers: 100, ...limits });
    const newcomer = bench.connect({ address: from(1) });
    expect(await oldest.rest()).toEqual(tooMany);
    expect(commandsOf(await register(newcomer, 'ann'))[0]).toBe('001');
  });

  test.each([
    ['of a key that registered before', { address: '198.51.100.1', key: 'ann' }],
    ['of the host’s key', { address: from(1), key: 'host' }],
    ['from an address known', { address: '203.0.113.1' }],
    ['of the host’s key on this machine', { address: '127.0.0.1', key: 'host' }],
  ])('takes no place %s', async (_, peer) => {
    const bench = new TestRelay({ limits: { maxStrangers: 3 }, hostKey: 'host' });
    await bench.join('ann', { peer: { address: '203.0.113.1', key: 'ann' } });
    const own = bench.connect(peer);
    for (let at = 0; at < 50; at++) bench.connect({ address: from(at % 8) });
    await settle();
    expect(commandsOf(await register(own, 'bob'))[0]).toBe('001');
  });

  test('of a known key has a place also where the relay is full, up to those kept', async () => {
    const limits = { maxConnections: 2, keptConnections: 1, keptConnectionsPerKey: 2 };
    const bench = new TestRelay({ limits, hostKey: 'host' });
    await bench.join('ann');
    await bench.join('bob');
    const host = { address: '192.0.2.9', key: 'host' };
    expect(commandsOf(await register(bench.connect(host), 'hal'))[0]).toBe('001');
    expect((await bench.connect(host).rest()).at(-1)).toBe('ERROR :Closing link: The relay is full');
  });

  test('of a key that has been here today only has no place past the total', async () => {
    const bench = new TestRelay({ limits: { maxConnections: 2, keptConnections: 1 }, hostKey: 'host' });
    const eve = { address: '192.0.2.9', key: 'eve' };
    for (const nick of ['eve1', 'eve2']) await register(bench.connect(eve), nick);
    expect((await bench.connect(eve).rest()).at(-1)).toBe('ERROR :Closing link: The relay is full');
    // Whoever comes by a proxy on this machine comes from there as well.
    const proxied = { address: '127.0.0.1', key: 'new' };
    expect((await bench.connect(proxied).rest()).at(-1)).toBe('ERROR :Closing link: The relay is full');
    const host = { address: '127.0.0.1', key: 'host' };
    expect(commandsOf(await register(bench.connect(host), 'hal'))[0]).toBe('001');
  });

  test('of a known key counts for its address past the connections kept for that key', async () => {
    const limits = { maxConnectionsPerAddress: 1, keptConnectionsPerKey: 2 };
    const bench = new TestRelay({ limits, hostKey: 'host' });
    const host = { address: '192.0.2.9', key: 'host' };
    for (const nick of ['ann', 'bob']) await register(bench.connect(host), nick);
    expect((await bench.connect(host).rest()).at(-1)).toBe(
      'ERROR :Closing link: The relay is full for this address',
    );
  });
});

describe('passwords', () => {
  const limits = { registrationBurst: 10, registrationsPerSecond: 2, strangerSharePercent: 50 };
  let nicks = 0;
  const guess = (bench: TestRelay, address: string, password = 'guess'): { readonly text: string } => {
    const peer = bench.connect({ address });
    peer.send(`PASS ${password}`, `NICK n${++nicks}`, 'USER n 0 * :n');
    return listen(peer);
  };

  test('of strangers are tried at a rate for all together', async () => {
    const bench = new TestRelay({ token: 'secret', limits });
    const heard: { readonly text: string }[] = [];
    for (let at = 0; at < 60; at++) {
      heard.push(guess(bench, from(at)));
      await settle();
    }
    const answered = (): number => heard.filter(({ text }) => text.includes(' 464 ')).length;
    expect(answered()).toBe(11);
    for (let half = 0; half < 4; half++) {
      bench.clock.advance(500);
      await settle();
    }
    expect(answered()).toBe(15);
  });

  test('that are right wait their turn, and are never called wrong', async () => {
    const bench = new TestRelay({ token: 'secret', limits });
    for (let at = 0; at < 20; at++) guess(bench, from(1));
    await settle();
    const right = bench.connect({ address: from(1) });
    const heard = listen(right);
    right.send('PASS secret', 'NICK ann', 'USER ann 0 * :Ann', 'JOIN #chat');
    await settle();
    expect(heard.text).toBe('');
    for (let second = 0; second < 20; second++) {
      bench.clock.advance(1000);
      await settle();
    }
    expect(heard.text).toContain(' 001 ann ');
    expect(heard.text).toContain(' JOIN #chat');
    expect(heard.text).not.toContain('464');
  });

  test('no connection is turned away before it has given one', async () => {
    const bench = new TestRelay({ token: 'secret', limits });
    for (let at = 0; at < 200; at++) guess(bench, from(1));
    await settle();
    const peer = bench.connect({ address: from(1) });
    const heard = listen(peer);
    await settle();
    expect(heard.text).toBe('');
    expect(peer.stream.readableEnded).toBe(false);
  });

  test.each([
    ['a key', { address: '198.51.100.1', key: 'ann' }],
    ['an address', { address: '203.0.113.1', key: 'other' }],
  ])('are not slowed for %s that registered before', async (_, peer) => {
    const bench = new TestRelay({ token: 'secret', limits });
    await register(bench.connect({ address: '203.0.113.1', key: 'ann' }), 'ann', { password: 'secret' });
    for (let at = 0; at < 100; at++) guess(bench, from(at % 64));
    await settle();
    const heard = await register(bench.connect(peer), 'bob', { password: 'secret' });
    expect(commandsOf(heard)[0]).toBe('001');
  });

  test('whoever goes while waiting leaves nothing behind', async () => {
    const bench = new TestRelay({ token: 'secret', limits: { ...limits, registrationBurst: 0 } });
    guess(bench, from(1));
    const peer = bench.connect({ address: from(2) });
    peer.send('PASS secret', 'NICK ann', 'USER ann 0 * :Ann');
    await settle();
    peer.stream.destroy();
    await settle();
    for (let second = 0; second < 5; second++) {
      bench.clock.advance(1000);
      await settle();
    }
    expect(bench.relay.people).toBe(0);
    expect(bench.clock.waiting).toBe(0);
  });
});
