import { describe, expect, test } from 'vitest';
import { defaultLimits } from '../../../src/relay/core/limits.ts';
import { keyed } from '../../support/crowd.ts';
import { seconds, settle } from '../../support/relaySeconds.ts';
import { TestRelay } from '../../support/testRelay.ts';
import type { TestPeer } from '../../support/peer.ts';

const { deliveryOwnBurst, deliveryOwnBytes, deliveryOwnPerSecond } = defaultLimits;
/** Only what everybody has for themselves is said at once. */
const limits = { deliveryBurst: 0, deliveryPerSecond: 1e-6 };
/** Counts 200 bytes. */
const line = `PRIVMSG #chat :${'x'.repeat(120)}`;
const lineCost = 200;

/** How many lines somebody has heard. */
async function heardBy(peer: TestPeer): Promise<number> {
  return (await peer.news()).filter(heard => heard.includes('xxx')).length;
}

/** Comes in so many times, says more than there is place for, and leaves. */
async function reconnects(bench: TestRelay, times: number, key: boolean): Promise<void> {
  for (let at = 0; at < times; at++) {
    const peer = key ? keyed(7, '192.0.2.7') : { address: '192.0.2.7' };
    const eve = await bench.join(`eve${at}`, { peer });
    eve.send(...Array.from({ length: 60 }, () => line));
    await settle();
    eve.stream.destroy();
    await settle();
  }
}

describe('what a person has for themselves', () => {
  test('belongs to the key, however often it comes in', async () => {
    const bench = new TestRelay({ limits });
    const ann = await bench.join('ann');
    await reconnects(bench, 5, true);
    // One more may be begun on credit of the room.
    expect(await heardBy(ann)).toBe(Math.floor(deliveryOwnBurst / lineCost) + 1);
    await seconds(bench, 1);
    await reconnects(bench, 5, true);
    expect(await heardBy(ann)).toBeLessThanOrEqual(Math.ceil(deliveryOwnPerSecond / lineCost) + 1);
  });

  test('belongs to the key, on however many connections', async () => {
    const bench = new TestRelay({ limits });
    const ann = await bench.join('ann');
    for (let at = 0; at < 5; at++) {
      const eve = await bench.join(`eve${at}`, { peer: keyed(7, '192.0.2.7') });
      eve.send(...Array.from({ length: 60 }, () => line));
    }
    await settle();
    expect(await heardBy(ann)).toBe(Math.floor(deliveryOwnBurst / lineCost) + 1);
  });

  test('is one message at once for each connection without a key', async () => {
    const bench = new TestRelay({ limits });
    const ann = await bench.join('ann');
    await reconnects(bench, 5, false);
    expect(await heardBy(ann)).toBe(5 * Math.floor(deliveryOwnBytes / lineCost) + 1);
  });
});
