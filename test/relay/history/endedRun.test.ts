import { describe, expect, test } from 'vitest';
import { parseMessage } from '../../../src/irc/message.ts';
import { keptSinceTag } from '../../../src/irc/pychatNames.ts';
import { historyCapabilities, keyOf, say } from '../../support/askHistory.ts';
import type { TestPeer } from '../../support/peer.ts';
import { TestRelay } from '../../support/testRelay.ts';

const targets =
  'CHATHISTORY TARGETS timestamp=2026-11-22T00:00:00.000Z timestamp=2026-11-23T00:00:00.000Z 50';

const somebody = (letter: string): Parameters<TestRelay['join']>[1] => ({
  capabilities: historyCapabilities,
  room: '#den',
  peer: { address: '192.0.2.1', key: keyOf(letter) },
});

async function keptSince(
  peer: TestPeer,
  request = 'CHATHISTORY LATEST #den * 5',
): Promise<string | undefined> {
  await peer.news();
  const [open = ''] = await peer.ask(request);
  return parseMessage(open).tags.get(keptSinceTag);
}

describe('a relay that goes on where one ended that kept nothing says since when nothing is missing', () => {
  test('of a room, since the last that was said in it', async () => {
    const first = new TestRelay();
    const a = await first.join('ann', somebody('a'));
    first.clock.advance(5_000);
    const { time: saidAt } = await say(a, '1', '#den');
    first.clock.advance(60_000);
    await a.ask('TOPIC #den :ships');
    const { ended } = first.relay;
    expect(ended.losses).toEqual([{ target: '#den', until: Date.parse(saidAt) }]);
    expect(ended.endedAt).toBeGreaterThan(Date.parse(saidAt) + 59_000);
    const second = new TestRelay({ follows: ended });
    const b = await second.join('ann', somebody('a'));
    expect(await keptSince(b)).toBe(saidAt);
    await say(b, '2', '#den');
    expect(second.relay.ended.run).toBe(ended.run);
    expect(second.relay.ended.losses[0]?.until).toBeGreaterThan(ended.endedAt);
  });

  test('of everything else, since that one began', async () => {
    const began = '2026-11-22T12:48:05.000Z';
    const first = new TestRelay();
    const a = await first.join('ann', somebody('a'));
    const b = await first.join('bob', somebody('b'));
    first.clock.advance(5_000);
    const { time: saidAt } = await say(a, '1', 'bob');
    await b.ask('TOPIC #den :ships');
    const second = new TestRelay({ follows: first.relay.ended });
    const c = await second.join('cid', somebody('c'));
    expect([await keptSince(c), await keptSince(c, targets)]).toEqual([began, began]);
    const again = await second.join('ann', somebody('a'));
    expect([await keptSince(again), await keptSince(again, targets)]).toEqual([began, saidAt]);
  });

  test('of all but the latest places together, where there are too many', async () => {
    const first = new TestRelay({ limits: { goneHistories: 1 } });
    const a = await first.join('ann', somebody('a'));
    await a.ask('JOIN #pub');
    const { time: before } = await say(a, '1', '#den');
    first.clock.advance(5_000);
    const { time: last } = await say(a, '2', '#pub');
    const { lostUntil, losses } = first.relay.ended;
    expect({ lostUntil, losses }).toEqual({
      lostUntil: Date.parse(before),
      losses: [{ target: '#pub', until: Date.parse(last) }],
    });
  });
});
