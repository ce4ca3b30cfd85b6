import { describe, expect, test } from 'vitest';
import { MemoryStore } from '../../support/memoryStore.ts';
import { classOf30, keyed, keyNumber, throwAway } from '../../support/crowd.ts';
import { TestRelay } from '../../support/testRelay.ts';

const hostKey = keyNumber(1);
/** Everything but the limit on new keys, which alone would end the attack. */
const anyKeys = { newKeysAtOnce: 1e6 };
const routed = (host: number): string => `2001:db8:0:7::${host.toString(16)}`;

describe('1,005 throw-away keys with ten nicks each', () => {
  test.each([
    ['from one address', () => '192.0.2.66'],
    ['from 64 addresses', (number: number) => `198.51.100.${number % 64}`],
    ['from one routed /64', routed],
  ])(
    '%s take nobody’s nick',
    async (_, addressOf) => {
      const bench = new TestRelay({ hostKey, limits: anyKeys });
      const { relay } = bench;
      const ana = await bench.join('ana', { peer: keyed(1, '192.0.2.1') });
      await ana.ask('NICK ana2', 'NICK ana');
      const bob = await bench.join('bob', { peer: keyed(2, '192.0.2.2') });
      const gone = await bench.join('gone', { peer: keyed(3, '192.0.2.3') });
      gone.send('QUIT');
      await gone.rest();
      for (let number = 0; number < 1005; number++)
        await throwAway(bench, keyed(10_000 + number, addressOf(number)), `e${number}`);
      for (const [nick, key] of [
        ['ana', 1],
        ['ana2', 1],
        ['bob', 2],
        ['gone', 3],
      ] as const)
        expect([nick, relay.accounts.ownerOf(nick)]).toEqual([nick, keyNumber(key)]);
      await bob.ask('NICK bob2');
      expect(relay.accounts.ownerOf('bob2')).toBe(keyNumber(2));
      expect([...relay.accounts.all].length).toBeLessThanOrEqual(relay.limits.ownedNicks);
    },
    60_000,
  );

  test.each([
    ['IPv4 address', '192.0.2.66', '192.0.2.66'],
    ['routed /64', routed(5), routed(6)],
  ])(
    'from the same %s take nothing of a class behind it, who can still have new ones',
    async (_, ours, theirs) => {
      const bench = new TestRelay({ hostKey });
      const pupils = await classOf30(bench, ours);
      for (let number = 0; number < 1005; number++)
        await throwAway(bench, keyed(10_000 + number, theirs), `e${number}`);
      for (const [number, pupil] of pupils.entries()) {
        expect(bench.relay.accounts.ownerOf(`pupil${number}`)).toBe(keyNumber(1000 + number));
        await pupil.ask(`NICK other${number}`);
        expect(bench.relay.accounts.ownerOf(`other${number}`)).toBe(keyNumber(1000 + number));
      }
    },
    60_000,
  );

  test('have nobody lose a nick after a restart either, and who came back has nicks kept for them', async () => {
    const store = new MemoryStore();
    const limits = { ...anyKeys, ownedNicks: 100 };
    const before = new TestRelay({ hostKey, limits, store });
    const bob = await before.join('bob', { peer: keyed(2, '192.0.2.2') });
    bob.send('QUIT');
    await bob.rest();
    before.clock.advance(24 * 60 * 60 * 1000);
    await before.join('bob', { peer: keyed(2, '192.0.2.9') });
    expect(store.saved('visitors', keyNumber(2))).toMatchObject({ group: '192.0.2.2', cameBack: true });
    const bench = new TestRelay({ hostKey, limits, store: new MemoryStore(store.all) });
    for (let number = 0; number < 200; number++)
      await throwAway(bench, keyed(10_000 + number, `198.51.100.${number}`), `e${number}`);
    expect(bench.relay.accounts.ownerOf('bob')).toBe(keyNumber(2));
    const again = await bench.join('bob', { peer: keyed(2, '192.0.2.2') });
    for (let count = 2; count <= 10; count++) await again.ask(`NICK bob${count}`);
    expect(bench.relay.accounts.ownerOf('bob10')).toBe(keyNumber(2));
  });
});

describe('somebody whose nick has no place', () => {
  test('is told so once, and the host at most once a minute', async () => {
    const bench = new TestRelay({ hostKey, limits: { ...anyKeys, ownedNicks: 2 } });
    const host = await bench.join('ana', { room: '', peer: keyed(1, '127.0.0.1') });
    await bench.join('bob', { peer: keyed(2, '192.0.2.2') });
    const eve = await bench.join('eve', { room: '', peer: keyed(3, '192.0.2.2') });
    await bench.calm();
    const told = (lines: string[]): string[] => lines.filter(line => line.includes(' NOTICE '));
    expect(told(await eve.ask('JOIN #chat', 'NICK eve2', 'NICK eve3'))).toEqual([
      ':relay.test NOTICE eve :The relay keeps no more nicks for newcomers: somebody else may take yours when you leave.',
    ]);
    expect(told(await host.news())).toEqual([
      ':relay.test NOTICE ana :No more nicks from 192.0.2.2 are taken for now.',
    ]);
    bench.clock.advance(60_000);
    await eve.ask('NICK eve4');
    expect(told(await host.news())).toHaveLength(1);
    expect(bench.log).toHaveLength(2);
  });
});

test('a class of 30 that is away keeps its nicks, however many small groups have the rest', async () => {
  const limits = { ...anyKeys, ownedNicks: 800, ownedNicksPerKey: 10 };
  const bench = new TestRelay({ hostKey, limits });
  for (const pupil of await classOf30(bench, '192.0.2.66')) pupil.send('QUIT');
  for (let number = 0; number < 200; number++)
    await throwAway(bench, keyed(10_000 + number, `2001:db8:1:${number.toString(16)}::1`), `e${number}`);
  for (let number = 0; number < 30; number++)
    expect(bench.relay.accounts.ownerOf(`pupil${number}`)).toBe(keyNumber(1000 + number));
});
