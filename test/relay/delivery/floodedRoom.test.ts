import { describe, expect, test } from 'vitest';
import { slowReadMs } from '../../../src/net/sendQueue.ts';
import { defaultLimits } from '../../../src/relay/core/limits.ts';
import type { TestPeer } from '../../support/peer.ts';
import { seconds, settle } from '../../support/relaySeconds.ts';
import { TestRelay } from '../../support/testRelay.ts';

const { deliveryBurst, deliveryPerSecond, deliverySharePercent } = defaultLimits;
const pace = { deliveryBurst, deliveryPerSecond, deliverySharePercent };
const capabilities = 'batch draft/multiline message-tags';

/** As long a message as may be said, but for its end. */
const lines = Array.from({ length: 160 }, () => `@batch=b PRIVMSG #chat :${'x'.repeat(400)}`);
const body = ['BATCH +b draft/multiline #chat', ...lines];

async function many(bench: TestRelay, count: number, address = '192.0.2.9'): Promise<TestPeer[]> {
  const peers = [];
  for (let at = 0; at < count; at++)
    peers.push(await bench.join(`x${at}-${address.slice(-1)}`, { capabilities, peer: { address } }));
  return peers;
}

/** How many messages and lines with these texts somebody has heard. */
function count(heard: readonly string[], word: string): number {
  return heard.filter(line => line.includes(word)).length;
}

describe('a room into which 14 people throw 28 long messages in one moment', () => {
  test('loses none of its members, and none of the messages', async () => {
    const bench = new TestRelay({ limits: { ...pace, maxConnectionsPerAddress: 100 } });
    const ann = await bench.join('ann', { capabilities });
    const flood = await many(bench, 14);
    for (const peer of flood) await peer.ask(...body);
    await bench.calm();
    for (const peer of flood) peer.send('BATCH -b', ...body, 'BATCH -b');
    await settle();
    bench.clock.advance(slowReadMs);
    await seconds(bench, 40);
    expect(bench.relay.people).toBe(15);
    expect(count(await ann.news(), ' BATCH +')).toBe(28);
  });

  test('hears a short line of somebody else at once, whether from there or not', async () => {
    const bench = new TestRelay({ limits: pace });
    const ann = await bench.join('ann', { capabilities });
    const [bob = ann] = await many(bench, 1, '192.0.2.8');
    const [eve = ann, ...flood] = await many(bench, 15);
    for (const peer of flood) await peer.ask(...body);
    await bench.calm();
    for (const peer of flood) peer.send('BATCH -b');
    await settle();
    for (const peer of [bob, eve]) peer.send('PRIVMSG #chat :short', 'PRIVMSG #chat :again');
    await settle();
    const heard = await ann.news();
    expect(count(heard, ' BATCH +')).toBeLessThan(14);
    expect(count(heard, 'short')).toBe(2);
    expect(count(heard, 'again')).toBe(2);
  });

  test('hears what is more than a person types in its turn, by what it costs', async () => {
    const bench = new TestRelay({ limits: { ...pace, deliveryOwnBytes: 0 } });
    const ann = await bench.join('ann', { capabilities });
    const [bob = ann] = await many(bench, 1, '192.0.2.8');
    const flood = [];
    for (let at = 0; at < 14; at++) flood.push(...(await many(bench, 1, `192.0.2.1${at}`)));
    for (const peer of flood) await peer.ask(...body);
    await bench.calm();
    for (const peer of flood) peer.send('BATCH -b', ...body, 'BATCH -b');
    await settle();
    for (let line = 0; line < 4; line++) bob.send(`PRIVMSG #chat :${'y'.repeat(300)}`);
    await seconds(bench, 3);
    const heard = await ann.news();
    expect(count(heard, 'yyy')).toBe(4);
    expect(count(heard, ' BATCH +')).toBeLessThan(10);
  });

  test('hears a long message of another address before the rest of theirs', async () => {
    const bench = new TestRelay({ limits: pace });
    const ann = await bench.join('ann', { capabilities });
    const [bob = ann] = await many(bench, 1, '192.0.2.8');
    const flood = await many(bench, 14);
    for (const peer of [bob, ...flood]) await peer.ask(...body);
    await bench.calm();
    for (const peer of flood) peer.send('BATCH -b');
    await settle();
    bob.send('BATCH -b');
    await seconds(bench, 1);
    const heard = await ann.news();
    expect(count(heard, ':x0-8!x0-8@192.0.2.8 BATCH +')).toBe(1);
    expect(count(heard, ' BATCH +')).toBeLessThan(14);
  });
});

describe('what may be said at once to a room', () => {
  /** A message of so many lines counts 480 bytes for each. */
  async function longs(limits: Partial<typeof pace>): Promise<number> {
    const bench = new TestRelay({ limits: { ...pace, deliverySharePercent: 100, ...limits } });
    const ann = await bench.join('ann', { capabilities });
    const flood = await many(bench, 4);
    for (const peer of flood) await peer.ask(...body);
    await bench.calm();
    for (const peer of flood) peer.send('BATCH -b');
    await settle();
    return count(await ann.news(), ' BATCH +');
  }

  const each = 160 * (400 + 80) + 159;

  test.each([
    // As with the flood meter, what goes past the burst is begun on credit.
    [3 * each - 1, 3],
    [3 * each, 4],
  ])('is its burst: of %i bytes', async (burst, said) => {
    expect(await longs({ deliveryBurst: burst })).toBe(said);
  });

  test.each([
    [2 * each - 1, 1],
    [2 * each, 2],
  ])('is half of it for one address: of %i bytes', async (burst, said) => {
    expect(await longs({ deliveryBurst: burst, deliverySharePercent: 50 })).toBe(said);
  });
});
