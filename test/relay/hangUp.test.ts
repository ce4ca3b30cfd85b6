import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { type Duplex, duplexPair } from 'node:stream';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hangUpTimeoutMs } from '../../src/net/lineStream.ts';
import type { Limits } from '../../src/relay/core/limits.ts';
import { listen, type Listener } from '../../src/relay/listener.ts';
import { Relay } from '../../src/relay/relay.ts';
import type { Peer } from '../../src/relay/core/session.ts';
import { createIdentity, type Identity } from '../../src/trust/identity.ts';
import { register, TestPeer } from '../support/peer.ts';
import { TestRelay } from '../support/testRelay.ts';
import { connectTls } from '../support/tlsPeer.ts';

let host: Identity;
let guest: Identity;
beforeAll(async () => {
  const now = new Date();
  [host, guest] = await Promise.all([
    createIdentity({ name: 'host', now }),
    createIdentity({ name: 'guest', now }),
  ]);
});

const listeners: Listener[] = [];
afterEach(async () => {
  for (const listener of listeners.splice(0)) await listener.close();
});

const key = 'a'.repeat(64);
const slow: Partial<Limits> = { floodBurst: 10, floodPerSecond: 5 };
const numbers = (count: number): string[] => Array.from({ length: count }, (_, n) => String(n));
const said = (count: number): string[] => numbers(count).map(n => `PRIVMSG #chat :${n}`);

/** What somebody heard being said, and of whom it heard that they went. */
function heard(lines: readonly string[]): string[] {
  return lines
    .filter(line => / (?:PRIVMSG|QUIT) /.test(line))
    .map(line => line.replace(/.* (?:#chat|QUIT) :?/, ''));
}

async function overTls(limits: Partial<Limits>): Promise<[TestPeer, TestPeer]> {
  const relay = new Relay({
    serverName: 'relay.test',
    room: '#chat',
    version: 'test',
    token: '',
    motd: [],
    hostKey: host.fingerprints.key,
    limits,
  });
  const listener = await listen(relay, host, { host: '127.0.0.1', port: 0, portsToTry: 1 });
  listeners.push(listener);
  const bob = await connectTls(listener.port, host);
  const ann = await connectTls(listener.port, guest);
  for (const [peer, nick] of [
    [bob, 'bob'],
    [ann, 'ann'],
  ] as const) {
    await register(peer, nick);
    await peer.ask('JOIN #chat');
  }
  return [ann, bob];
}

describe('over TLS, who hangs up after the last line', () => {
  test('is heard to the end though it is read slowly, and gets its answers', async () => {
    const [ann, bob] = await overTls({ floodBurst: 10, floodPerSecond: 50 });
    ann.send(...said(40), 'PING last', 'QUIT :bye');
    ann.stream.end();
    const answers = await ann.rest();
    expect(answers.some(line => line.endsWith('PONG relay.test last'))).toBe(true);
    expect(answers.at(-1)).toBe('ERROR :Closing link: Quit: bye');
    expect(heard(await bob.news())).toEqual([...numbers(40), 'Quit: bye']);
  });

  test('is heard to the end though nothing takes the answers any more', async () => {
    const [ann, bob] = await overTls({ floodBurst: 10, floodPerSecond: 50 });
    ann.send(...said(40), 'PING last', 'QUIT :bye');
    ann.stream.end();
    await once(ann.stream, 'finish');
    ann.stream.destroy();
    await bob.next('QUIT').then(({ params }) => expect(params).toEqual(['Quit: bye']));
  });
});

async function settle(): Promise<void> {
  for (let i = 0; i < 10; i++) await turn();
}

/** Lets time pass, in steps that give what is due then a chance to be done. */
async function pass(bench: TestRelay, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 50) {
    bench.clock.advance(Math.min(50, left));
    await settle();
  }
}

/** A connection, and the relay's end of it. */
function connect(bench: TestRelay, peer: Peer): { near: Duplex; far: TestPeer } {
  const [near, far] = duplexPair();
  near.on('error', () => undefined);
  bench.relay.accept(near, peer);
  return { near, far: new TestPeer(far) };
}

/** Says lines and hangs up; the relay reads both in one piece, as it does from a socket. */
async function sayAll(
  { near, far }: { near: Duplex; far: TestPeer },
  lines: readonly string[],
): Promise<void> {
  near.pause();
  far.send(...lines);
  far.stream.end();
  await settle();
  near.resume();
  await settle();
}

interface HungUp {
  readonly bench: TestRelay;
  readonly near: Duplex;
  readonly ann: TestPeer;
  readonly bob: TestPeer;
}

/** Ann says more than she may at once, and hangs up; Bob listens. */
async function hungUp(
  limits: Partial<Limits>,
  lines = said(20),
  peer: Peer = { address: '192.0.2.1', key },
): Promise<HungUp> {
  const bench = new TestRelay({ limits });
  const bob = await bench.join('bob', { peer: { address: '192.0.2.2' } });
  const { near, far: ann } = connect(bench, peer);
  await register(ann, 'ann');
  await ann.ask('JOIN #chat');
  await bob.news();
  await sayAll({ near, far: ann }, lines);
  return { bench, near, ann, bob };
}

describe('who hangs up while what they said waits', () => {
  const holds: [string, Partial<Limits>][] = [
    ['the flood meter', slow],
    [
      'the pace of the room',
      { deliveryBurst: 64, deliveryPerSecond: 2000, deliveryOwnBurst: 0, deliveryOwnBytes: 0 },
    ],
    ['the others who are read', {}],
  ];
  test.each(holds)('for %s, is heard to the end and then gone', async (_, limits) => {
    const { bench, bob } = await hungUp(limits, [...said(20), 'QUIT :bye']);
    await pass(bench, hangUpTimeoutMs);
    expect(heard(await bob.news())).toEqual([...numbers(20), 'Quit: bye']);
    expect(bench.relay.people).toBe(1);
  });

  test('as a stranger, is let in and heard', async () => {
    const bench = new TestRelay({ limits: { strangerLineBurst: 1, strangerLinesPerSecond: 10 } });
    const bob = await bench.join('bob');
    bench.clock.advance(1000);
    const lines = [
      'PING 1',
      'PING 2',
      'PING 3',
      'NICK ann',
      'USER ann 0 * :Ann',
      'JOIN #chat',
      'PRIVMSG #chat :here',
      'QUIT :bye',
    ];
    await sayAll(connect(bench, { address: '192.0.2.9' }), lines);
    expect(heard(await bob.news())).toEqual([]);
    await pass(bench, hangUpTimeoutMs);
    expect(heard(await bob.news())).toEqual(['here', 'Quit: bye']);
  });

  test('is gone after a few seconds, with what could not be said by then', async () => {
    const { bench, bob } = await hungUp(slow, said(100));
    await pass(bench, hangUpTimeoutMs - 50);
    expect(bench.relay.people).toBe(2);
    await pass(bench, 50);
    expect(bench.relay.people).toBe(1);
    const last = heard(await bob.news());
    expect(last.at(-1)).toBe('Connection closed');
    expect(last.length).toBeLessThan(50);
    expect(last.slice(0, -1)).toEqual(numbers(last.length - 1));
    expect(bench.log).toEqual([]);
  });

  test('is gone at once when the connection breaks', async () => {
    const { bench, near, bob } = await hungUp(slow);
    expect(bench.relay.people).toBe(2);
    near.destroy(new Error('reset'));
    await settle();
    expect(heard(await bob.news()).at(-1)).toBe('Connection lost');
    expect(bench.relay.people).toBe(1);
  });

  test('has no nick any more that would keep the same key from it, nor others where nobody owns it', async () => {
    for (const peer of [{ address: '192.0.2.1', key }, { address: '192.0.2.1' }]) {
      const { bench, bob } = await hungUp(slow, said(20), peer);
      const back = bench.connect(peer);
      expect((await register(back, 'ann'))[0]).toContain(' 001 ann ');
      expect(heard(await bob.news()).at(-1)).toBe('Connection closed');
      expect(bench.relay.people).toBe(2);
    }
  });

  test('has the nick of its key still, where others ask for it', async () => {
    const { bench } = await hungUp(slow);
    const other = bench.connect({ address: '192.0.2.7' });
    expect((await register(other, 'ann'))[0]).toContain(' 433 ');
  });

  test('does not hold up the end of the relay', async () => {
    const { bench, ann, bob } = await hungUp(slow);
    bob.stream.on('end', () => bob.stream.end());
    await bench.relay.close('over');
    expect((await ann.rest()).at(-1)).toBe('ERROR :Closing link: over');
  });
});
