import { describe, expect, test } from 'vitest';
import { parseMessage } from '../../../src/irc/message.ts';
import { keptSinceTag, lossesTag } from '../../../src/irc/pychatNames.ts';
import type { RelayStore, SavedEvent, SavedKind } from '../../../src/relay/data/relayStore.ts';
import { historyCapabilities, keyOf, say } from '../../support/askHistory.ts';
import { MemoryStore } from '../../support/memoryStore.ts';
import type { TestPeer } from '../../support/peer.ts';
import { TestRelay } from '../../support/testRelay.ts';

const capabilities = `${historyCapabilities} draft/message-redaction`;
const never = '1970-01-01T00:00:00.000Z';
const targets =
  'CHATHISTORY TARGETS timestamp=2026-11-22T00:00:00.000Z timestamp=2026-11-23T00:00:00.000Z 50';

type Options = ConstructorParameters<typeof TestRelay>[0];

/** A relay that has lost nothing yet. */
function relay(
  limits: NonNullable<Options>['limits'] = {},
  store: RelayStore = new MemoryStore(),
): TestRelay {
  return new TestRelay({ store, limits });
}

const somebody = (letter: string, room = '#den'): Parameters<TestRelay['join']>[1] => ({
  capabilities,
  room,
  peer: { address: '192.0.2.1', key: keyOf(letter) },
});

/** Since when the answer to a request says that nothing is missing. */
async function keptSince(
  peer: TestPeer,
  request = 'CHATHISTORY LATEST #den * 5',
): Promise<string | undefined> {
  await peer.news();
  const [open = ''] = await peer.ask(request);
  return parseMessage(open).tags.get(keptSinceTag);
}

describe('an answer from history says since when nothing is missing', () => {
  test('1970 as long as nothing ever was', async () => {
    const bench = relay();
    const a = await bench.join('ann', somebody('a'));
    await say(a, '1', '#den');
    expect(await keptSince(a)).toBe(never);
    expect(await keptSince(a, targets)).toBe(never);
  });

  test('the start of a relay that keeps nothing', async () => {
    const bench = new TestRelay();
    bench.clock.advance(1000);
    const a = await bench.join('ann', somebody('a'));
    expect(await keptSince(a)).toBe('2026-11-22T12:48:05.000Z');
  });

  test('what the store cannot vouch for', async () => {
    const store = new (class extends MemoryStore {
      override readonly mayHaveLostUntil = Date.UTC(2026, 10, 22, 12);
    })();
    const a = await relay({}, store).join('ann', somebody('a'));
    expect(await keptSince(a)).toBe('2026-11-22T12:00:00.000Z');
    expect(await keptSince(a, targets)).toBe('2026-11-22T12:00:00.000Z');
  });

  test('only to those who know tags and batches', async () => {
    const bench = relay();
    const a = await bench.join('ann', { capabilities: 'batch draft/chathistory', room: '#den' });
    expect(await a.ask('CHATHISTORY LATEST #den * 5')).toEqual([
      ':relay.test BATCH +id1 chathistory #den',
      ':relay.test BATCH -id1',
    ]);
  });

  test('also in the batch that is played back at JOIN', async () => {
    const bench = relay({ historyMessages: 3 });
    const a = await bench.join('ann', somebody('a'));
    const { time } = await say(a, '1', '#den');
    for (const text of ['2', '3']) await say(a, text, '#den');
    const b = await bench.join('bob', { capabilities: 'batch server-time message-tags', room: '' });
    const lines = await b.ask('JOIN #den');
    const open = lines.map(line => parseMessage(line)).find(({ params }) => params[1] === 'chathistory');
    expect(open?.tags.get(keptSinceTag)).toBe(time);
  });
});

describe('005 names the run of the histories', () => {
  const runOf = async (options: Options = {}): Promise<string> => {
    const lines = await new TestRelay(options).connect().ask('NICK ann', 'USER ann 0 * :Ann');
    return / PYCHATIDS=([^ ]+)/.exec(lines.join(' '))?.[1] ?? '';
  };

  test('another one for each relay that keeps nothing, with the time of its start', async () => {
    const runs = [await runOf(), await runOf()];
    const start = String(Date.UTC(2026, 10, 22, 12, 48, 5));
    expect(runs.map(run => run.split('-')[0])).toEqual([start, start]);
    expect(runs[0]).not.toBe(runs[1]);
  });

  test('the one of the store', async () => {
    expect(await runOf({ store: new MemoryStore() })).toBe('0-memory');
  });

  test('all that is said is later than what may be lost, though the clock is behind', async () => {
    const store = new (class extends MemoryStore {
      override readonly mayHaveLostUntil = Date.UTC(2026, 10, 23);
    })();
    const a = await relay({}, store).join('ann', somebody('a'));
    expect((await say(a, '1', '#den')).time >= '2026-11-23T00:00:00.001Z').toBe(true);
  });
});

describe('an answer says where something may be missing', () => {
  const losses = async (peer: TestPeer): Promise<string | undefined> => {
    const [open = ''] = await peer.ask('CHATHISTORY LATEST #den * 5');
    return parseMessage(open).tags.get(lossesTag);
  };

  test('where that is in more places than one', async () => {
    const earlier = Date.UTC(2026, 10, 22, 11);
    const store = new (class extends MemoryStore {
      override readonly mayHaveLostUntil = earlier + 3_600_000;
      override readonly earlierLosses = [earlier];
    })();
    const a = await relay({}, store).join('ann', somebody('a'));
    expect(await losses(a)).toBe('2026-11-22T11:00:00.000Z,2026-11-22T12:00:00.000Z');
  });

  test('not where only what was told to the one who asks had to make way', async () => {
    const bench = relay({ historyMessages: 4 });
    const a = await bench.join('ann', somebody('a'));
    const { time } = await say(a, '1', '#den');
    const b = await bench.join('bob', somebody('b'));
    await a.news();
    expect(await losses(b)).toBeUndefined();
    for (const text of ['2', '3', '4', '5', '6']) await say(a, text, '#den');
    await b.news();
    expect((await keptSince(b))! > time).toBe(true);
    expect(await losses(b)).toBe(time);
    // The same of who was there from the beginning: nothing.
    expect(await losses(a)).toBe(never);
  });
});

describe('what is missing is', () => {
  test('the newest message that had to make way, and not what was done', async () => {
    const bench = relay({ historyMessages: 3 });
    const a = await bench.join('ann', somebody('a'));
    const first = await say(a, '1', '#den');
    for (const text of ['2', '3']) await say(a, text, '#den');
    // The JOIN had to go before.
    expect(await keptSince(a)).toBe(never);
    await say(a, '4', '#den');
    expect(await keptSince(a)).toBe(first.time);
    const missing = await a.ask(`CHATHISTORY AFTER #den msgid=${first.msgid} 5`);
    expect(missing.join()).toContain('FAIL CHATHISTORY MESSAGE_ERROR AFTER #den');
    expect(await keptSince(a)).toBe(first.time);
  });

  test('in the log only after what it had to make way for', async () => {
    const order: string[] = [];
    class Ordered extends MemoryStore {
      override readonly append = ({ params }: SavedEvent): number => order.push(params[1] ?? '');
      override changed(kind: SavedKind, key: string): void {
        super.changed(kind, key);
        if (kind === 'losses') order.push(kind);
      }
    }
    const a = await relay({ historyMessages: 1 }, new Ordered()).join('ann', somebody('a'));
    await say(a, 'one', '#den');
    await say(a, 'two', '#den');
    expect(order.slice(-3)).toEqual(['one', 'two', 'losses']);
  });

  test('what another room has pushed out', async () => {
    const bench = relay({ historyBytesAll: 20_000, historyBytes: 20_000 });
    const a = await bench.join('ann', somebody('a'));
    const { time } = await say(a, 'x'.repeat(300), '#den');
    const b = await bench.join('bob', somebody('b', '#other'));
    for (let count = 0; count < 40; count++) await say(b, 'y'.repeat(300), '#other');
    expect(await keptSince(b, 'CHATHISTORY LATEST #other * 5')).not.toBe(never);
    for (let count = 0; count < 40; count++) await say(a, 'x'.repeat(300), '#den');
    expect((await keptSince(a))! >= time).toBe(true);
  });

  test('everything where history is off', async () => {
    const bench = relay({ historyMessages: 0 });
    const a = await bench.join('ann', somebody('a'));
    const { time } = await say(a, '1', '#den');
    expect(await keptSince(a)).toBe(time);
  });

  test('not what was taken back', async () => {
    const bench = relay({ historyMessages: 3 });
    const a = await bench.join('ann', somebody('a'));
    const { msgid } = await say(a, '1', '#den');
    await a.ask(`REDACT #den ${msgid}`);
    for (const text of ['2', '3']) await say(a, text, '#den');
    expect(await keptSince(a)).toBe(never);
  });

  test('what was said in a room that has ended, for whoever finds one of the same name', async () => {
    const bench = relay();
    const a = await bench.join('ann', { ...somebody('a'), peer: { address: '192.0.2.1' } });
    const { time } = await say(a, '1', '#den');
    await a.ask('PART #den', 'JOIN #DEN');
    expect(await keptSince(a)).toBe(time);
    const b = await bench.join('bob', somebody('b', '#new'));
    expect(await keptSince(b, 'CHATHISTORY LATEST #new * 5')).toBe(never);
  });

  test('what was said under the old name of a room', async () => {
    const bench = relay();
    const a = await bench.join('ann', somebody('a'));
    const { time } = await say(a, '1', '#den');
    await a.ask('RENAME #den #dan', 'JOIN #den');
    expect(await keptSince(a)).toBe(time);
    expect(await keptSince(a, 'CHATHISTORY LATEST #dan * 5')).toBe(never);
  });

  test('what was said under the new name before', async () => {
    const bench = relay();
    const a = await bench.join('ann', { ...somebody('a'), peer: { address: '192.0.2.1' } });
    const { time } = await say(a, '1', '#den');
    await a.ask('PART #den', 'JOIN #dan', 'RENAME #dan #den');
    expect(await keptSince(a)).toBe(time);
  });

  test('a private talk that had to make way', async () => {
    const bench = relay({ privateTalksPerKey: 1, privateTalksPerNewKey: 1 });
    const a = await bench.join('ann', somebody('a', ''));
    const b = await bench.join('bob', somebody('b', ''));
    await bench.join('cid', somebody('c', ''));
    const { time } = await say(a, 'to b', 'bob');
    expect(await keptSince(b, 'CHATHISTORY LATEST ann * 5')).toBe(never);
    await say(a, 'to c', 'cid');
    expect(await keptSince(b, 'CHATHISTORY LATEST ann * 5')).toBe(time);
    expect(await keptSince(b, targets)).toBe(time);
    expect(await keptSince(a, 'CHATHISTORY LATEST cid * 5')).toBe(never);
    await say(b, 'to a', 'ann');
    expect(await keptSince(a, 'CHATHISTORY LATEST bob * 5')).toBe(time);
  });

  test('a private message for which there was no place', async () => {
    const bench = relay({ privateTalksPerKey: 0, privateTalksPerNewKey: 0 });
    const a = await bench.join('ann', somebody('a', ''));
    const b = await bench.join('bob', somebody('b', ''));
    const { time } = await say(a, 'to b', 'bob');
    expect(await keptSince(b, 'CHATHISTORY LATEST ann * 5')).toBe(time);
    expect(await keptSince(b, targets)).toBe(time);
  });

  test('not known of somebody without an account', async () => {
    const bench = relay();
    const a = await bench.join('ann', somebody('a', ''));
    await bench.join('bob', { capabilities, room: '' });
    expect(await keptSince(a, 'CHATHISTORY LATEST bob * 5')).toBeUndefined();
  });
});

describe('what is older than it may be kept', () => {
  test('is gone and missing', async () => {
    const bench = new TestRelay({ store: new MemoryStore(), keepMs: 50_000 });
    const a = await bench.join('ann', somebody('a'));
    const { time } = await say(a, '1', '#den');
    bench.clock.advance(30_000);
    const second = await say(a, '2', '#den');
    expect(await keptSince(a)).toBe(never);
    bench.clock.advance(30_000);
    expect(await keptSince(a)).toBe(time);
    expect(await keptSince(a, targets)).toBe(never);
    expect((await a.ask(`CHATHISTORY LATEST #den * 5`)).filter(line => line.includes('PRIVMSG'))).toEqual([
      expect.stringContaining(second.msgid),
    ]);
  });
});

describe('a relay that keeps what was said for some time', () => {
  test('drops it also when nobody asks', async () => {
    const store = new MemoryStore();
    const bench = new TestRelay({ store, keepMs: 1000 });
    const a = await bench.join('ann', somebody('a'));
    const { time } = await say(a, '1', '#den');
    expect(store.saved('losses', '#den')).toBeUndefined();
    bench.clock.advance(60_000);
    expect(store.saved('losses', '#den')).toEqual({ target: '#den', until: Date.parse(time) });
  });
});

describe('after a restart', () => {
  test('what was missing still is', async () => {
    const store = new MemoryStore();
    const bench = relay({ historyMessages: 3 }, store);
    const a = await bench.join('ann', somebody('a'));
    const { time } = await say(a, '1', '#den');
    for (const text of ['2', '3', '4']) await say(a, text, '#den');
    await a.ask('JOIN #old');
    const old = await say(a, 'x', '#old');
    await a.ask('RENAME #old #new');
    const again = relay({}, new MemoryStore(store.all));
    const b = await again.join('ann', somebody('a'));
    expect((await keptSince(b))! >= time).toBe(true);
    await b.ask('JOIN #old');
    expect(await keptSince(b, 'CHATHISTORY LATEST #old * 5')).toBe(old.time);
  });
});

describe('what is gone of private talks that nobody remembers by name', () => {
  /** Since when nothing is missing of what two who are away, and one who took part, were told in private. */
  async function afterFlood(
    limits: NonNullable<Options>['limits'],
    store = new MemoryStore(),
  ): Promise<string[]> {
    const bench = relay({ privateTalks: 8, privateTalksPerNewKey: 1, newKeysAtOnce: 100, ...limits }, store);
    const honest = (letter: string) => ({
      ...somebody(letter),
      peer: { address: '192.0.2.7', key: keyOf(letter) },
    });
    const ann = await bench.join('ann', honest('a'));
    const bob = await bench.join('bob', honest('b'));
    await say(ann, 'hi', 'bob');
    for (const peer of [ann, bob]) {
      peer.send('QUIT');
      await peer.rest();
    }
    bench.clock.advance(60_000);
    const flood = [];
    for (const letter of 'cdef') flood.push(await bench.join(letter, somebody(letter)));
    for (const peer of flood) for (const letter of 'cdef') await peer.ask(`PRIVMSG ${letter} :x`);
    const back = await bench.join('ann', honest('a'));
    expect((await back.ask('CHATHISTORY LATEST bob * 5')).join()).toContain('PRIVMSG bob hi');
    return Promise.all([back, ...flood].map(async peer => (await keptSince(peer, targets)) ?? ''));
  }

  test.each([1, 3, 100])('counts for those who took part in them: past %i', async goneHistories => {
    const [ann, ...flood] = await afterFlood({ goneHistories });
    expect(ann).toBe(never);
    for (const since of flood) expect(since > never).toBe(true);
  });

  test.each([
    [3, true],
    [2, false],
  ])('of %i of them; of more it counts for everybody', async (goneAccounts, isUnharmed) => {
    const [ann] = await afterFlood({ goneHistories: 1, goneAccounts });
    expect(ann === never).toBe(isUnharmed);
  });

  test('is kept with the rest of what is missing', async () => {
    const store = new MemoryStore();
    await afterFlood({ goneHistories: 1 }, store);
    const again = relay({ goneHistories: 1 }, new MemoryStore(store.all));
    const since = async (letter: string): Promise<string | undefined> =>
      keptSince(await again.join(letter, somebody(letter)), targets);
    expect(await since('a')).toBe(never);
    expect((await since('c'))! > never).toBe(true);
  });
});
