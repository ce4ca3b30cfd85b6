import { describe, expect, test, vi } from 'vitest';
import { defaultLimits } from '../../../src/relay/core/limits.ts';
import { OutgoingBatch } from '../../../src/relay/core/outgoingBatch.ts';
import { keyOf } from '../../support/askHistory.ts';
import { keyNumber } from '../../support/crowd.ts';
import type { TestPeer } from '../../support/peer.ts';
import { seconds, settle } from '../../support/relaySeconds.ts';
import { TestRelay } from '../../support/testRelay.ts';

const { deliveryBurst, deliveryPerSecond, deliverySharePercent } = defaultLimits;
const limits = { deliveryBurst, deliveryPerSecond, deliverySharePercent, newKeysAtOnce: 1000 };
const capabilities = 'batch draft/multiline draft/chathistory message-tags server-time';
const connections = 12;
const lineCount = 150;

/** So many connections of one key, `name0` and so on. */
async function manyOf(bench: TestRelay, name: string, count: number): Promise<TestPeer[]> {
  const peer = { address: '192.0.2.9', key: keyOf(name) };
  const peers = [];
  for (let at = 0; at < count; at++)
    peers.push(await bench.join(`${name}${at}`, { capabilities, peer, room: '' }));
  return peers;
}

/** Has each of them say something of 60 KiB to somebody, all at one time. */
async function sayAtOnce(peers: readonly TestPeer[], targetOf: (at: number) => string): Promise<void> {
  for (const [at, peer] of peers.entries()) {
    const line = `@batch=b PRIVMSG ${targetOf(at)} :${'x'.repeat(380)}`;
    const lines = Array.from({ length: lineCount }, () => line);
    await peer.ask(`BATCH +b draft/multiline ${targetOf(at)}`, ...lines);
  }
  for (const peer of peers) peer.send('BATCH -b');
  await settle();
}

/** How many messages somebody has heard of as pieces of history. */
async function heardElsewhere(peer: TestPeer): Promise<number> {
  return (await peer.news()).filter(line => line.includes(' chathistory ')).length;
}

describe('what one key says in private on many connections', () => {
  test('is said at once to all of them together as far as to one person', async () => {
    const bench = new TestRelay({ limits });
    const [idle, ...peers] = await manyOf(bench, 'e', connections + 1);
    if (idle === undefined) throw new Error('nobody came');
    // Each to its neighbour.
    await sayAtOnce(peers, at => `e${((at + 1) % connections) + 1}`);
    expect(await heardElsewhere(idle)).toBe(2);
    await seconds(bench, 20);
    expect(await heardElsewhere(idle)).toBe(connections - 2);
  });

  test('counts for those of its own that hear of it, whoever it is said to', async () => {
    const bench = new TestRelay({ limits });
    const [idle, ...peers] = await manyOf(bench, 'e', connections + 1);
    if (idle === undefined) throw new Error('nobody came');
    for (let at = 0; at < connections; at++) {
      const peer = { address: '192.0.2.8', key: keyNumber(at) };
      await bench.join(`x${at}`, { room: '', peer });
    }
    await sayAtOnce(peers, at => `x${at}`);
    expect(await heardElsewhere(idle)).toBe(2);
  });

  test('costs as much more as it has readers past 64, as in a room', async () => {
    const count = 129;
    const bench = new TestRelay({ limits: { ...limits, maxConnectionsPerAddress: count } });
    const [idle, ...peers] = await manyOf(bench, 'e', count);
    if (idle === undefined) throw new Error('nobody came');
    await sayAtOnce(peers.slice(0, 4), () => 'e9');
    expect(await heardElsewhere(idle)).toBe(1);
  });

  test('is made once for all of them that read it alike, whatever else they can', async () => {
    const bench = new TestRelay({ limits });
    const [first, ...peers] = await manyOf(bench, 'e', connections);
    if (first === undefined) throw new Error('nobody came');
    const others = ['echo-message', 'away-notify', 'cap-notify', 'setname', 'extended-join'];
    for (const [at, name] of others.entries()) await peers[at]?.ask(`CAP REQ :${name}`);
    const made = vi.spyOn(OutgoingBatch.prototype, 'text');
    await first.ask('PRIVMSG e1 :hello');
    await settle();
    expect(await Promise.all(peers.slice(1).map(heardElsewhere))).toEqual(Array(10).fill(1));
    // As long as it can be, to know its length, and as they read it.
    expect(made.mock.calls.length).toBeLessThanOrEqual(2);
    made.mockRestore();
  });
});
