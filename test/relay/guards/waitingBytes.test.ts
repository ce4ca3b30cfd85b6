import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Limits } from '../../../src/relay/core/limits.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import type { TestPeer } from '../../support/peer.ts';
import { TestRelay } from '../../support/testRelay.ts';

async function settle(): Promise<void> {
  for (let i = 0; i < 8; i++) await turn();
}

const from = (group: number): string => `192.0.2.${group}`;

describe('slow readers', () => {
  test('together have a total, past which those go for whom most waits', async () => {
    const bench = new TestRelay({ limits: { maxQueuedBytesAll: 1_000_000 } });
    const ann = await bench.join('ann');
    const slow = [];
    for (let at = 0; at < 8; at++) {
      const peer = await bench.join(`slow${at}`, { room: at < 4 ? '#chat' : '#other' });
      peer.stream.pause();
      slow.push(peer);
    }
    const lines = Array.from({ length: 20 }, () => `PRIVMSG #chat :${'x'.repeat(400)}`);
    for (let i = 0; i < 60; i++) await ann.ask(...lines);
    expect(bench.relay.people).toBeLessThan(9);
    expect(bench.relay.people).toBeGreaterThanOrEqual(5);
    expect((await ann.ask('NAMES #other')).join()).toContain('slow4 slow5 slow6 slow7');
  });

  test('of one address go before one of another for whom more waits', async () => {
    const bench = new TestRelay({ limits: { maxQueuedBytesAll: 1_000_000 } });
    const ann = await bench.join('ann');
    for (let at = 0; at < 8; at++) {
      const peer =
        at === 0 ? { address: from(2), room: '#chat,#other' } : { address: from(3), room: '#chat' };
      const slow = await bench.join(`slow${at}`, { room: peer.room, peer });
      slow.stream.pause();
    }
    const lines = Array.from({ length: 10 }, () => `PRIVMSG #chat,#other :${'x'.repeat(400)}`);
    for (let i = 0; i < 45; i++) await ann.ask(...lines);
    expect(bench.relay.people).toBeLessThan(9);
    expect((await ann.ask('NAMES #other')).join()).toContain('slow0');
  });

  test('stay while the total is not reached', async () => {
    const bench = new TestRelay({ limits: { maxQueuedBytesAll: 100_000_000 } });
    const ann = await bench.join('ann');
    const slow = await bench.join('bob');
    slow.stream.pause();
    const lines = Array.from({ length: 20 }, () => `PRIVMSG #chat :${'x'.repeat(400)}`);
    for (let i = 0; i < 60; i++) await ann.ask(...lines);
    expect(bench.relay.people).toBe(2);
  });
});

describe('what members send faster than it is read', () => {
  /** Three people, two of them of one address. */
  async function three(
    limits: Partial<Limits>,
    clock = new FakeClock(),
  ): Promise<{ clock: FakeClock; bench: TestRelay; peers: TestPeer[] }> {
    const bench = new TestRelay({ limits, clock });
    const peers = [];
    for (const [at, nick] of ['ann', 'bob', 'eve'].entries())
      peers.push(await bench.join(nick, { peer: { address: from(at === 0 ? 1 : 2) } }));
    await bench.calm();
    return { clock, bench, peers };
  }

  test.each([
    [0, 3],
    [1, 2],
  ])('has a total: %i bytes past it, %i stay', async (excess, left) => {
    const text = 'PONG x\r\n'.repeat(500);
    const unreadBytesAll = 3 * text.length - excess;
    const { clock, bench, peers } = await three({ floodBurst: 40, floodPerSecond: 1, unreadBytesAll });
    clock.advance(40_000);
    for (const peer of peers) peer.stream.write('PING x\r\n'.repeat(90));
    await settle();
    // These come while they are paused: no line of theirs is taken.
    for (const peer of peers) peer.stream.write(text.slice(9 * 8));
    await settle();
    clock.advance(20);
    await settle();
    expect(bench.relay.people).toBe(left);
    // Of the two of one address one had to go.
    expect(peers[0]?.stream.readableEnded).toBe(false);
  });

  test.each([
    ['others have their turn', 0],
    ['there is no time left for it', 1],
  ])('counts also where the rest of it is not taken yet because %s', async (_, msEachLook) => {
    const text = 'PONG x\r\n'.repeat(5000);
    const clock = new BusyClock();
    const { bench, peers } = await three({ unreadBytesAll: 2.8 * text.length }, clock);
    clock.msEachLook = msEachLook;
    for (const peer of peers) peer.stream.write(text);
    await settle();
    expect(bench.relay.people).toBe(2);
    expect(peers[0]?.stream.readableEnded).toBe(false);
  });
});

/** On which all that is done takes time. */
class BusyClock extends FakeClock {
  msEachLook = 0;

  override now(): number {
    this.set(this.msEachLook);
    return super.now();
  }
}
