import { describe, expect, test } from 'vitest';
import { inSeconds, historyCapabilities, keyOf } from '../../support/askHistory.ts';
import type { TestPeer } from '../../support/peer.ts';
import { TestRelay } from '../../support/testRelay.ts';

async function withTwo(
  capabilities: string,
): Promise<{ a: TestPeer; a2: TestPeer; b: TestPeer; e: TestPeer }> {
  const bench = new TestRelay();
  const person = (letter: string, more = historyCapabilities): object => ({
    capabilities: more,
    room: '',
    peer: { address: '192.0.2.1', key: keyOf(letter) },
  });
  const a = await bench.join('ann', person('a'));
  const a2 = await bench.join('ann2', person('a', capabilities));
  const b = await bench.join('bob', person('b'));
  const e = await bench.join('eve', person('e'));
  await bench.calm();
  return { a, a2, b, e };
}

describe('something private goes to the other connections of the two accounts', () => {
  test('as a piece of history, from either end, and to nobody else', async () => {
    const { a, a2, b, e } = await withTwo(historyCapabilities);
    await b.ask('PRIVMSG ann :hi');
    const time = 'time=2026-11-22T12:48:05.000Z';
    expect(inSeconds(await a2.news())).toEqual([
      `@${time} :relay.test BATCH +id2 chathistory bob`,
      `@batch=id2;${time};msgid=id1 :bob!bob@192.0.2.1 PRIVMSG ann hi`,
      `@${time} :relay.test BATCH -id2`,
    ]);
    await a.ask('PRIVMSG bob :ho');
    expect((await a2.news())[1]).toContain(':ann!ann@192.0.2.1 PRIVMSG bob ho');
    expect(await e.news()).toEqual([]);
    expect(await a.news()).toHaveLength(0);
    await a.ask('PRIVMSG ann2 :note to self');
    expect(await a2.news()).toHaveLength(1);
  });

  test.each([
    ['PRIVMSG ann :\u{1}VERSION\u{1}'],
    ['@+typing=active TAGMSG ann'],
    ['@+draft/react=x;+draft/reply=y TAGMSG ann'],
  ])('unless it is of no use later, or to them: %j', async line => {
    const { a2, b } = await withTwo(historyCapabilities);
    await b.ask(line);
    expect(await a2.news()).toEqual([]);
  });

  test.each(historyCapabilities.split(' ').filter(name => name !== 'echo-message'))(
    'and not to who lacks %s',
    async name => {
      const others = historyCapabilities.split(' ').filter(other => other !== name);
      const { a2, b } = await withTwo(others.join(' '));
      await b.ask('PRIVMSG ann :hi');
      expect(await a2.news()).toEqual([]);
    },
  );
});
