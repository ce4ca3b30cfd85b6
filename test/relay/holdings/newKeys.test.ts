import { describe, expect, test } from 'vitest';
import { defaultLimits } from '../../../src/relay/core/limits.ts';
import { testHolders } from '../../support/holders.ts';
import { MemoryStore } from '../../support/memoryStore.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { keyed, keyNumber } from '../../support/crowd.ts';
import { register } from '../../support/peer.ts';
import { TestRelay } from '../../support/testRelay.ts';

const hourMs = 60 * 60 * 1000;

describe('new keys from one address', () => {
  test('come in 40 at once, then one a minute; one more is told to wait, and the host hears of it', async () => {
    const bench = new TestRelay({ hostKey: keyNumber(1) });
    const host = await bench.join('ana', { peer: keyed(1, '127.0.0.1') });
    const { newKeysAtOnce } = bench.relay.limits;
    for (let number = 0; number < newKeysAtOnce; number++) {
      const guest = await bench.join(`guest${number}`, { peer: keyed(100 + number, '192.0.2.2') });
      guest.send('QUIT');
      await guest.rest();
    }
    await host.news();
    const late = bench.connect(keyed(500, '192.0.2.2'));
    late.send('NICK late', 'USER late 0 * :Late');
    expect(await late.rest()).toEqual([
      ':relay.test 263 late CONNECT :Many new people come from your address: please try again in a minute',
      'ERROR :Closing link: Many new people come from this address',
    ]);
    expect(await host.news()).toEqual([
      ':relay.test NOTICE ana :More than 40 new people from 192.0.2.2 at once: further ones are let in one a minute. ' +
        'Their PyChat tries again by itself.',
    ]);
    const tagged = bench.connect(keyed(501, '192.0.2.2'));
    tagged.send('CAP REQ message-tags', 'NICK late', 'USER late 0 * :Late', 'CAP END');
    expect((await tagged.rest()).slice(-2)).toEqual([
      expect.stringMatching(/^@pychat\.invalid\/code=newcomers :relay\.test 263 late /),
      expect.stringMatching(/^@pychat\.invalid\/code=newcomers ERROR /),
    ]);
    const known = await bench.join('known', { peer: keyed(100, '192.0.2.2') });
    expect(await known.news()).toEqual([]);
    const keyless = bench.connect({ address: '192.0.2.2' });
    expect((await register(keyless, 'plain'))[0]).toContain(' 001 ');
    bench.clock.advance(60_000);
    const next = bench.connect(keyed(500, '192.0.2.2'));
    expect((await register(next, 'late'))[0]).toContain(' 001 ');
  });

  test('do not hold up those from another one, nor the host behind the same', async () => {
    const bench = new TestRelay({ hostKey: keyNumber(1), limits: { newKeysAtOnce: 0 } });
    const host = bench.connect(keyed(1, '192.0.2.2'));
    expect((await register(host, 'ana'))[0]).toContain(' 001 ');
    const other = new TestRelay({ limits: { newKeysAtOnce: 1 } });
    for (const address of ['192.0.2.2', '192.0.2.3', '2001:db8::1', '2001:db8:0:1::1'])
      expect(
        (
          await register(
            other.connect(keyed(Number(`0x${address.length}${address.at(-1)}`), address)),
            `n${address.length}${address.at(-1)}`,
          )
        ).join(),
      ).toMatch(/ 001 /);
    const sameNet = other.connect(keyed(77, '2001:db8::2'));
    sameNet.send('NICK x', 'USER x 0 * :x');
    expect((await sameNet.rest())[0]).toContain(' 263 ');
  });
});

describe('a key', () => {
  function visits(...atHours: number[]): boolean {
    const clock = new FakeClock(Date.UTC(2026, 10, 22, 20));
    const { visitors } = testHolders({}, { clock });
    let now = 0;
    for (const at of atHours) {
      clock.advance((at - now) * hourMs);
      now = at;
      visitors.arrive(keyed(5, '192.0.2.2'));
    }
    return visitors.isRegular(keyNumber(5));
  }

  test.each([
    ['has not come back after one visit', [0], false],
    ['has not come back the same day', [0, 3.9], false],
    ['has not come back after midnight, within eight hours', [0, 7.9], false],
    ['has come back on another day after eight hours', [0, 8], true],
    ['stays one that came back', [0, 30, 31], true],
  ])('%s', (_, hours, expected) => {
    expect(visits(...hours)).toBe(expected);
  });

  test('that came back is remembered when more new ones come than can be', () => {
    const clock = new FakeClock();
    const { visitors } = testHolders({ knownKeys: 8, newKeysAtOnce: 1e6 }, { clock });
    visitors.arrive(keyed(1, '192.0.2.1'));
    clock.advance(48 * hourMs);
    visitors.arrive(keyed(1, '192.0.2.1'));
    for (let number = 2; number < 100; number++)
      expect(visitors.arrive(keyed(number, `192.0.2.${number % 10}`))).toBe(true);
    expect(visitors.isRegular(keyNumber(1))).toBe(true);
    const known = Array.from({ length: 100 }, (_, number) => visitors.saved(keyNumber(number)));
    expect(known.filter(Boolean).length).toBeLessThanOrEqual(8);
  });

  test('counts under the address group that it first came from, wherever it comes from later', () => {
    const { visitors } = testHolders();
    visitors.arrive(keyed(5, '192.0.2.2'));
    visitors.arrive(keyed(5, '192.0.2.9'));
    expect(visitors.holderOf(keyed(5, '192.0.2.9'))).toEqual({ id: keyNumber(5), group: '192.0.2.2' });
    expect(visitors.saved(keyNumber(5))).toMatchObject({ group: '192.0.2.2', lastGroup: '192.0.2.9' });
    expect(visitors.holderOf({ address: '192.0.2.9' })).toMatchObject({ group: '192.0.2.9', isShared: true });
  });

  test('has a share that leaves room for 40 new ones of an address, of everything', () => {
    const limits = defaultLimits;
    const groupShare = (total: number): number => Math.ceil(Math.ceil((total * 3) / 4) / 2);
    for (const [total, perNewKey] of [
      [limits.ownedNicks, limits.ownedNicksPerKey],
      [limits.maxChannels, limits.channelsPerNewKey],
      [limits.privateTalks, limits.privateTalksPerNewKey],
      [limits.readMarkers, limits.readMarkersPerAccount],
      [limits.whowasEntries, limits.whowasPerNewKey],
      [limits.maxFileConnections, limits.maxFileConnectionsPerNewKey],
      [limits.maxFileOffers, limits.maxFileOffersPerNewKey],
      [limits.maxFilePulls, limits.maxFilePullsPerNewKey],
    ] as const)
      expect(limits.newKeysAtOnce * perNewKey).toBeLessThanOrEqual(groupShare(total));
  });
});

describe('members of a data folder from before visitors were kept', () => {
  const [owner, operator, reader, other] = [11, 12, 13, 14].map(keyNumber) as [
    string,
    string,
    string,
    string,
  ];
  const lists = { b: [], e: [], I: [] };
  const channel = { name: '#a', createdAt: 1, modes: '+', lists, operatorKeys: [operator], metadata: {} };
  const state = {
    visitors: [],
    owners: [{ nick: 'ann', key: owner, at: 5 }],
    channels: [channel],
    readMarkers: [{ account: reader, target: '#a', at: 5 }],
    losses: [],
  };
  const limits = { newKeysAtOnce: 0 };
  const comesIn = async (bench: TestRelay, key: string): Promise<boolean> =>
    (await register(bench.connect({ key, address: '192.0.2.2' }), `n${key.slice(-2)}`))
      .join()
      .includes(' 001 ');

  test('count as having come back, also after the next start', async () => {
    const store = new MemoryStore(state);
    const first = new TestRelay({ store, limits });
    expect(await comesIn(first, reader)).toBe(true);
    expect(store.saved('visitors', reader)).toMatchObject({ group: '192.0.2.2', cameBack: true });
    const next = new MemoryStore(store.all);
    const bench = new TestRelay({ store: next, limits });
    for (const key of [owner, operator]) {
      expect(await comesIn(bench, key)).toBe(true);
      expect(next.saved('visitors', key)?.cameBack).toBe(true);
    }
    const late = bench.connect({ key: other, address: '192.0.2.2' });
    late.send('NICK late', 'USER late 0 * :Late');
    expect((await late.rest())[0]).toContain(' 263 ');
  });

  test('are not made of what others own where visitors are kept', () => {
    const visitor = { key: other, group: '192.0.2.9', firstSeen: 1, lastSeen: 2, cameBack: false };
    const store = new MemoryStore({ ...state, visitors: [visitor] });
    expect(new TestRelay({ store, limits }).relay.people).toBe(0);
    expect(store.all.visitors).toEqual([visitor]);
  });
});
