import { describe, expect, test } from 'vitest';
import { Channels } from '../../../src/relay/channels/channels.ts';
import { defaultLimits } from '../../../src/relay/core/limits.ts';
import type { Session } from '../../../src/relay/core/session.ts';
import { FanOut } from '../../../src/relay/delivery/fanOut.ts';
import { askTexts, historyCapabilities as capabilities, keyOf, say } from '../../support/askHistory.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { testHolders } from '../../support/holders.ts';
import { MemoryStore } from '../../support/memoryStore.ts';
import type { TestPeer } from '../../support/peer.ts';
import { TestRelay } from '../../support/testRelay.ts';

const { emptyRoomMs } = defaultLimits;
const latest = 'CHATHISTORY LATEST #den * 9';

const member = (letter: string, room = '#den'): Parameters<TestRelay['join']>[1] => ({
  capabilities,
  room,
  peer: { address: '192.0.2.1', key: keyOf(letter) },
});

/** The connection is gone. */
async function lose(peer: TestPeer): Promise<void> {
  peer.send('QUIT');
  await peer.rest();
}

/** What is left of #den to somebody who comes in now. */
async function found(bench: TestRelay, letter = 'e'): Promise<string[]> {
  return askTexts(await bench.join(letter, member(letter)), latest);
}

describe('a room whose last member has lost the connection', () => {
  test('waits for them with its history, topic, bans, modes and operators', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', member('a'));
    await a.ask('TOPIC #den :news', 'MODE #den +mb m:eve');
    await say(a, 'hi', '#den');
    await lose(a);
    bench.clock.advance(emptyRoomMs - 10);
    const again = await bench.join('ann', member('a', ''));
    const joined = (await again.ask('JOIN #den', 'MODE #den', 'MODE #den b')).join('\n');
    for (const part of [' 332 ann #den news', '@ann', '+mn', 'm:eve']) expect(joined).toContain(part);
    expect(await askTexts(again, latest)).toEqual(['hi']);
    // Nothing ends it now.
    bench.clock.advance(20);
    expect((await again.ask('MODE #den')).join()).toContain(' 324 ');
  });

  test('ends when nobody has come in time', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', member('a'));
    await say(a, 'hi', '#den');
    await lose(a);
    bench.clock.advance(emptyRoomMs);
    expect(await found(bench)).toEqual([]);
  });

  test('is not listed, and is nobody’s to read from outside', async () => {
    const bench = new TestRelay();
    await lose(await bench.join('ann', member('a')));
    const eve = await bench.join('eve', member('e', ''));
    expect((await eve.ask('LIST')).join()).not.toContain('#den');
    expect((await eve.ask(latest)).join()).toContain('INVALID_TARGET');
  });

  test('is for whoever comes first only where nobody is its operator', async () => {
    const bench = new TestRelay();
    await lose(await bench.join('ann', member('a')));
    const eve = await bench.join('eve', member('e', ''));
    expect((await eve.ask('JOIN #den')).join()).toContain(' 353 eve = #den eve');
    await lose(await bench.join('bob', { capabilities, room: '#dan' }));
    expect((await eve.ask('JOIN #dan')).join()).toContain(' 353 eve = #dan @eve');
  });
});

describe('a room whose members have left it', () => {
  test('ends with the last of them', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', member('a'));
    const b = await bench.join('bob', member('b'));
    await say(a, 'hi', '#den');
    await a.ask('PART #den');
    await b.ask('JOIN 0');
    expect(await found(bench)).toEqual([]);
  });

  test('waits all the same for one who lost the connection before, from then on', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', member('a'));
    const b = await bench.join('bob', member('b'));
    await say(a, 'hi', '#den');
    await lose(b);
    bench.clock.advance(30_000);
    await a.ask('PART #den');
    bench.clock.advance(emptyRoomMs - 30_000 - 10);
    const again = await bench.join('bob', member('b'));
    expect(await askTexts(again, latest)).toEqual(['hi']);
    await again.ask('PART #den');
    bench.clock.advance(10);
    expect(await found(bench)).toEqual([]);
  });
});

describe('empty rooms', () => {
  test('make way for another one of the same person', async () => {
    const bench = new TestRelay({ limits: { channelsPerNewKey: 1 } });
    await lose(await bench.join('ann', member('a')));
    const a = await bench.join('ann', member('a', ''));
    expect((await a.ask('JOIN #new')).join()).toContain('@ann');
    expect((await a.ask('JOIN #den')).join()).toContain(' 405 ');
  });

  test('are there after a restart, and end if nobody comes', async () => {
    const store = new MemoryStore();
    const bench = new TestRelay({ store });
    await bench.join('bob', { capabilities, room: '#den' });
    const again = new TestRelay({ store: new MemoryStore(store.all) });
    expect(again.clock.waiting).toBe(1);
    const kept = again.clock;
    expect(store.all.channels.map(({ name }) => name)).toContain('#den');
    kept.advance(emptyRoomMs);
    expect(kept.waiting).toBe(0);
  });

  test('end nothing any more after `dispose`', () => {
    const clock = new FakeClock();
    const holders = testHolders();
    const channels = new Channels('#chat', { fanOut: new FanOut(), clock, ...holders, keepsChannels: false });
    const peer = { address: '192.0.2.1' };
    const someone = { peer } as unknown as Session;
    const channel = channels.create('#den', peer)!;
    channels.join(channel, someone, true);
    channels.lose(channel, someone);
    expect(clock.waiting).toBe(1);
    channels.dispose();
    expect(clock.waiting).toBe(0);
  });
});
