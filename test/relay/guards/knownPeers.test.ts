import { describe, expect, test } from 'vitest';
import { AddressGroups } from '../../../src/relay/guards/addressGroups.ts';
import { KnownPeers, type KnownPeersOptions } from '../../../src/relay/guards/knownPeers.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { TestRelay } from '../../support/testRelay.ts';

const day = 24 * 60 * 60 * 1000;
const clock = new FakeClock();
const groups = new AddressGroups(clock, () => ({}));

function knownPeers(
  limits: Partial<KnownPeersOptions['limits']> = {},
  options: Partial<KnownPeersOptions> = {},
): KnownPeers {
  const all = { knownAddresses: 3, knownAddressMs: day, ...limits };
  return new KnownPeers({
    limits: all,
    clock,
    groups,
    isKnownKey: () => false,
    isRegularKey: () => false,
    ...options,
  });
}

describe('an address is known', () => {
  test('for a day after somebody registered from its group', () => {
    const known = knownPeers();
    expect(known.isKnownAddress('2001:db8::1')).toBe(false);
    known.note({ address: '2001:db8::1' });
    clock.advance(day - 1);
    expect(known.isKnownAddress('2001:db8::ffff')).toBe(true);
    expect(known.isKnownAddress('2001:db8:0:1::1')).toBe(false);
    clock.advance(1);
    expect(known.isKnownAddress('2001:db8::1')).toBe(false);
  });

  test.each(['127.0.0.1', '127.1.2.3', '::1'])(
    'no sooner when it is this machine, where a proxy may be: %s',
    address => {
      const known = knownPeers();
      const peer = { address, key: 'new' };
      expect([known.isKnownAddress(address), known.isKnown(peer), known.isRegular(peer)]).not.toContain(true);
      known.note({ address });
      expect(known.isKnownAddress(address)).toBe(true);
      expect(known.isRegular(peer)).toBe(false);
    },
  );

  test('up to the limit; of more, whoever came from most of them loses the oldest', () => {
    const known = knownPeers();
    for (const [address, key] of [
      ['192.0.2.1', 'ann'],
      ['192.0.2.2', 'eve'],
      ['192.0.2.3', 'eve'],
      ['192.0.2.4', 'bob'],
    ] as const)
      known.note({ address, key });
    const addresses = ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4'];
    expect(addresses.map(address => known.isKnownAddress(address))).toEqual([true, false, true, true]);
    // Nobody has more than one now, and nobody's is pushed out.
    known.note({ address: '192.0.2.5', key: 'new' });
    expect(known.isKnownAddress('192.0.2.5')).toBe(false);
    expect(known.isKnownAddress('192.0.2.1')).toBe(true);
    clock.advance(day);
    known.note({ address: '192.0.2.5', key: 'new' });
    expect(known.isKnownAddress('192.0.2.5')).toBe(true);
  });

  test('for a key that came back on another day, however many new keys have an address each', async () => {
    const bench = new TestRelay({ hostKey: 'host', limits: { knownAddresses: 3 } });
    let people = 0;
    const join = (at: number, key: string): Promise<unknown> =>
      bench.join(`n${++people}`, { room: '', peer: { address: `192.0.2.${at}`, key } });
    const addresses = (): boolean[] =>
      [1, 2, 3, 4, 5, 6].map(at => bench.relay.known.isKnownAddress(`192.0.2.${at}`));
    for (const at of [1, 2, 3]) await join(at, `new${at}`);
    await join(4, 'host');
    expect(addresses()).toEqual([false, true, true, true, false, false]);
    await join(5, 'host');
    expect(addresses()).toEqual([false, false, true, true, true, false]);
    // None of hers goes for a new key, though she has two.
    await join(6, 'new6');
    expect(addresses()).toEqual([false, false, true, true, true, false]);
    // Nor does one become a new key's because that comes from there, too.
    await join(4, 'new4');
    await join(3, 'host');
    await join(6, 'new6');
    expect(addresses()).toEqual([false, false, true, true, true, false]);
    // Where all are of such keys, the one that has most loses its oldest.
    await join(2, 'host');
    expect(addresses()).toEqual([false, true, true, true, false, false]);
  });

  test('after a restart, from who was here in the last day', () => {
    const now = clock.now();
    const visitor = { firstSeen: 0, cameBack: true };
    const known = knownPeers();
    known.restore([
      { ...visitor, key: 'ann', group: '192.0.2.1', lastSeen: now - day },
      { ...visitor, key: 'bob', group: '2001:db8:0:0::/64', lastSeen: now - day + 1 },
    ]);
    const addresses = ['192.0.2.1', '2001:db8::7'];
    expect(addresses.map(address => known.isKnownAddress(address))).toEqual([false, true]);
  });

  test('after a restart, up to the limit: of who came back first, and then of the latest', () => {
    const known = knownPeers({ knownAddresses: 3 }, { isRegularKey: key => key === 'ann' });
    const keys = ['ann', 'eve1', 'eve2', 'eve3', 'eve4'];
    known.restore(
      keys.map((key, at) => {
        const seen = { firstSeen: 0, lastSeen: clock.now() - 10 + at };
        // The last one came from the address of the first.
        return { ...seen, key, group: `192.0.2.${at % 4}`, cameBack: key === 'ann' };
      }),
    );
    expect([0, 1, 2, 3].map(at => known.isKnownAddress(`192.0.2.${at}`))).toEqual([true, false, true, true]);
  });

  test('after a restart, at a cost in proportion to how many were here', () => {
    const looks = (count: number): number => {
      let made = 0;
      const isRegularKey = (): boolean => ++made === 0;
      knownPeers({ knownAddresses: 10 }, { isRegularKey }).restore(
        Array.from({ length: count }, (_, at) => {
          const group = `192.0.2.${at}`;
          return { key: group, group, firstSeen: 0, lastSeen: clock.now(), cameBack: false };
        }),
      );
      return made;
    };
    expect(looks(200)).toBeLessThanOrEqual(2 * looks(100));
    expect(looks(100)).toBeLessThanOrEqual(200);
  });

  test('after a restart, where a key was last, and not where it first came from', () => {
    const known = knownPeers();
    const saved = { key: 'ann', group: '192.0.2.1', firstSeen: 0, lastSeen: clock.now(), cameBack: true };
    known.restore([{ ...saved, lastGroup: '192.0.2.2' }]);
    expect(['192.0.2.1', '192.0.2.2'].map(one => known.isKnownAddress(one))).toEqual([false, true]);
  });

  test('after somebody was there for longer than a day, and not because a stranger was', async () => {
    const bench = new TestRelay({ limits: { pingAfterMs: 1e9, registrationTimeoutMs: 1e9 } });
    const ann = await bench.join('ann', { peer: { address: '192.0.2.1', key: 'a'.repeat(64) } });
    const stranger = bench.connect({ address: '192.0.2.2' });
    bench.clock.advance(25 * 60 * 60 * 1000);
    for (const peer of [ann, stranger]) {
      peer.send('QUIT');
      await peer.rest();
    }
    const addresses = ['192.0.2.1', '192.0.2.2'];
    expect(addresses.map(address => bench.relay.known.isKnownAddress(address))).toEqual([true, false]);
  });
});

test('a key is known when it is said to be; none is not', () => {
  const known = knownPeers({}, { isKnownKey: key => key === 'ann' });
  expect(['ann', 'eve', undefined].map(key => known.isKnownKey(key))).toEqual([true, false, false]);
});
