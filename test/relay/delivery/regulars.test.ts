import { describe, expect, test } from 'vitest';
import { defaultLimits } from '../../../src/relay/core/limits.ts';
import { keyed } from '../../support/crowd.ts';
import type { TestPeer } from '../../support/peer.ts';
import { seconds, settle } from '../../support/relaySeconds.ts';
import { TestRelay } from '../../support/testRelay.ts';

const { deliveryBurst, deliveryPerSecond, deliverySharePercent } = defaultLimits;
const pace = { deliveryBurst, deliveryPerSecond, deliverySharePercent, deliveryOwnBytes: 0 };
const capabilities = 'batch draft/multiline message-tags';
const dayMs = 24 * 60 * 60 * 1000;

const lines = Array.from({ length: 160 }, () => `@batch=b PRIVMSG #chat :${'x'.repeat(400)}`);
const body = ['BATCH +b draft/multiline #chat', ...lines];

/** So many people whose keys came back on another day. */
async function regulars(bench: TestRelay, count: number): Promise<TestPeer[]> {
  const peers = [];
  for (const day of [1, 2]) {
    for (let at = 0; at < count; at++) {
      const peer = await bench.join(`x${at}`, { capabilities, peer: keyed(at, '192.0.2.9') });
      if (day === 2) peers.push(peer);
      else await peer.ask('QUIT').catch(() => undefined);
    }
    if (day === 1) bench.clock.advance(dayMs);
  }
  return peers;
}

function count(heard: readonly string[], word: string): number {
  return heard.filter(line => line.includes(word)).length;
}

describe('keys that came back', () => {
  test('say no more to one room at once than all others may, and the rest in turn', async () => {
    const bench = new TestRelay({ limits: pace });
    const flood = await regulars(bench, 12);
    const ann = await bench.join('ann', { capabilities });
    const bob = await bench.join('bob');
    for (const peer of flood) await peer.ask(...body);
    for (const peer of flood) peer.send('BATCH -b');
    await settle();
    // One more than the burst may be begun on credit.
    expect(count(await ann.news(), ' BATCH +')).toBe(4);
    // Others do not wait for them.
    await bob.ask('PRIVMSG #chat :short');
    expect(count(await ann.news(), ' short')).toBe(1);
    await seconds(bench, 10);
    expect(count(await ann.news(), ' BATCH +')).toBe(8);
  });
});

describe('an address that used its share of a room', () => {
  test('does not get it anew when 200 others have spoken', async () => {
    const limits = { ...pace, deliveryBurst: 1e6, deliveryPerSecond: 1, deliverySharePercent: 0.01 };
    const bench = new TestRelay({ limits });
    const ann = await bench.join('ann');
    const [eve, eve2] = [
      await bench.join('eve', { peer: { address: '192.0.2.9' } }),
      await bench.join('eve2', { peer: { address: '192.0.2.9' } }),
    ];
    eve.send(`PRIVMSG #chat :${'x'.repeat(300)}`);
    for (let at = 0; at < 200; at++) {
      const bob = await bench.join(`bob${at}`, { peer: { address: `198.51.100.${at}` } });
      await bob.ask('PRIVMSG #chat :hello');
    }
    eve2.send('PRIVMSG #chat :again');
    await settle();
    const heard = await ann.news();
    expect(count(heard, ' hello')).toBe(200);
    expect(count(heard, ' again')).toBe(0);
  });
});
