import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Accounts, type OwnedNick } from '../../../src/relay/accounts/accounts.ts';
import { defaultLimits, type Limits } from '../../../src/relay/core/limits.ts';
import { Roster } from '../../../src/relay/people/roster.ts';
import type { Session } from '../../../src/relay/core/session.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { testHolders } from '../../support/holders.ts';
import { TestRelay } from '../../support/testRelay.ts';

const keyOf = (name: string): string => Buffer.from(name.padEnd(32, '.')).toString('hex');

/** Owned nicks and people who have them, without connections. */
function book(limits: Partial<Limits> = {}, regulars: readonly string[] = []) {
  const clock = new FakeClock(1000);
  const roster = new Roster();
  const changed: string[] = [];
  const accounts = new Accounts({
    ...testHolders(limits, { clock, isTrusted: key => regulars.includes(key) }),
    clock,
    roster,
    onChanged: nick => changed.push(nick),
  });
  const come = (nick: string, key?: string, address = '192.0.2.1'): Session => {
    const peer = { address, ...(key !== undefined && { key: keyOf(key) }) };
    const person = { nick: '', peer, fromServer: () => undefined } as unknown as Session;
    roster.add(person);
    roster.rename(person, nick);
    accounts.use(person);
    return person;
  };
  const leave = (person: Session): void => {
    Object.assign(person, { isEnded: true });
    accounts.touch(person);
    roster.remove(person);
  };
  /** Somebody who comes a millisecond after the last, and leaves again. */
  const visit = (nick: string, key: string, address?: string): void => {
    clock.advance(1);
    leave(come(nick, key, address));
  };
  const nicks = (): string[] => Array.from(accounts.all, owned => owned.nick);
  return { accounts, clock, roster, come, leave, visit, nicks, changed };
}

describe('owned nicks', () => {
  test('belong to the first key, written in whatever case', () => {
    const { accounts, come, leave } = book();
    leave(come('Ann', 'a'));
    leave(come('ann', 'b'));
    expect(accounts.ownerOf('ANN')).toBe(keyOf('a'));
    expect(accounts.ownerOf('bob')).toBeUndefined();
    expect([...accounts.all]).toEqual([{ nick: 'Ann', key: keyOf('a'), at: 1000 }]);
  });

  test('are told of when they change, and only then', () => {
    const { come, leave, changed } = book({ ownedNicksPerKey: 1 });
    const ann = come('Ann', 'a');
    expect(changed).toEqual(['ann']);
    leave(ann);
    expect(changed).toEqual(['ann', 'ann']);
    leave(come('ann', 'b'));
    leave(come('bob'));
    expect(changed).toHaveLength(2);
    come('carl', 'a');
    expect(changed.slice(2)).toEqual(['ann', 'carl']);
  });

  test('count as used until they are left', () => {
    const { accounts, clock, come, leave } = book();
    const ann = come('ann', 'a');
    clock.advance(5000);
    leave(ann);
    expect(accounts.saved('ann')?.at).toBe(6000);
  });

  test('of one key are as many as the limit; one more takes the place of the one longest unused', () => {
    const { visit, nicks } = book({ ownedNicksPerKey: 3 });
    for (const nick of ['a1', 'a2', 'a3']) visit(nick, 'a');
    expect(nicks()).toEqual(['a1', 'a2', 'a3']);
    visit('a1', 'a');
    visit('b1', 'b');
    visit('a4', 'a');
    expect(nicks()).toEqual(['a3', 'a1', 'b1', 'a4']);
  });

  test('past the total one more takes the place of the newest of the address that has most', () => {
    const { visit, nicks, accounts } = book({ ownedNicks: 8 });
    for (const key of ['a', 'b', 'c']) visit(key, key, '192.0.2.1');
    for (const key of ['d', 'e', 'f']) visit(key, key, '192.0.2.2');
    expect(nicks()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    visit('g', 'g', '192.0.2.3');
    expect(nicks()).toEqual(['a', 'b', 'd', 'e', 'f', 'g']);
    visit('c', 'h', '192.0.2.4');
    expect(accounts.ownerOf('c')).toBe(keyOf('h'));
  });

  test('of who came back on another day stay, and there is a place for one more of theirs', () => {
    const { visit, nicks } = book({ ownedNicks: 4 }, [keyOf('a')]);
    for (const nick of ['a1', 'a2']) visit(nick, 'a');
    for (const key of ['b', 'c', 'd', 'e']) visit(key, key, `192.0.2.${key.charCodeAt(0)}`);
    expect(nicks()).toEqual(['a1', 'a2', 'b', 'c']);
  });

  test('of who is present are never given up for others; for a new one of the same key the one not in use is', () => {
    const { come, visit, nicks, accounts, roster } = book({ ownedNicks: 4, ownedNicksPerKey: 2 });
    const ann = come('a1', 'a');
    for (const nick of ['a2', 'a3']) {
      accounts.touch(ann);
      roster.rename(ann, nick);
      accounts.use(ann);
    }
    expect(nicks()).toEqual(['a2', 'a3']);
    come('b', 'b', '192.0.2.2');
    visit('c', 'c', '192.0.2.3');
    expect(nicks()).toEqual(['a2', 'a3', 'b']);
    expect(accounts.ownerOf('c')).toBeUndefined();
  });

  test('that only somebody else uses are not in use', () => {
    const { accounts, come, visit, nicks } = book({ ownedNicksPerKey: 1 });
    accounts.restore([{ nick: 'ann', key: keyOf('a'), at: 1 }]);
    come('ann', 'b');
    visit('carl', 'a');
    expect(nicks()).toEqual(['carl']);
  });

  test('of one key do not crowd out those of others, when that key may own no more', () => {
    const { visit, nicks } = book({ ownedNicksPerKey: 2 });
    visit('b', 'b');
    for (let n = 0; n < 20; n++) visit(`a${n}`, 'a');
    expect(nicks()).toEqual(['b', 'a18', 'a19']);
  });
});

describe('what was kept', () => {
  const owned = (nick: string, at: number, key = 'a'): OwnedNick => ({ nick, at, key: keyOf(key) });

  test('is as it was after it has been read back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('ann', 'Ann', 'bob', 'carl'), fc.constantFrom('a', 'b'))),
        visits => {
          const one = book();
          for (const [nick, key] of visits) one.visit(nick, key);
          const other = book();
          other.accounts.restore([...one.accounts.all]);
          expect([...other.accounts.all]).toEqual([...one.accounts.all]);
        },
      ),
    );
  });

  test('yields to what is owned already', () => {
    const { accounts, visit } = book();
    visit('ann', 'b');
    accounts.restore([owned('ANN', 5000), owned('anna', 1)]);
    expect(accounts.ownerOf('ann')).toBe(keyOf('b'));
    expect(accounts.ownerOf('anna')).toBe(keyOf('a'));
  });

  test('is cut to what one key may own, the newest left', () => {
    const { accounts, nicks } = book({ ownedNicksPerKey: 2 });
    const saved = [owned('a1', 5), owned('a2', 1), owned('a3', 3), owned('b', 2, 'b'), owned('c', 4, 'c')];
    accounts.restore(saved);
    expect(nicks()).toEqual(['b', 'a3', 'c', 'a1']);
    expect(saved[0]?.nick).toBe('a1');
  });

  test('is cut to what all may own, the newest left', () => {
    const { accounts, nicks } = book({ ownedNicks: 16 });
    const saved = Array.from({ length: 8 }, (_, at) => owned(`n${at}`, at + 1, `${at}`));
    accounts.restore(saved);
    // One address group of newcomers has six of sixteen.
    expect(nicks()).toEqual(['n2', 'n3', 'n4', 'n5', 'n6', 'n7']);
  });

  test.each([
    owned('not a nick', 1),
    owned('', 1),
    owned('x'.repeat(defaultLimits.nickBytes + 1), 1),
    owned('ann', -1),
    owned('ann', 1.5),
    owned('ann', Number.NaN),
    { nick: 'ann', key: 'short', at: 1 },
    { nick: 'ann', key: keyOf('a').toUpperCase().replace('2E', 'FF'), at: 1 },
  ])('is passed over where it makes no sense: %j', damaged => {
    const { accounts, nicks } = book();
    accounts.restore([damaged, owned('bob', 1)]);
    expect(nicks()).toEqual(['bob']);
  });
});

describe('a relay', () => {
  test('counts a nick as used until it is left, for another one or for good', async () => {
    const bench = new TestRelay();
    const began = bench.clock.now();
    const used = (): number[] => Array.from(bench.relay.accounts.all, ({ at }) => at - began);
    const ann = await bench.join('a1', { peer: { address: '192.0.2.1', key: keyOf('a') } });
    bench.clock.advance(1000);
    expect(used()).toEqual([0]);
    await ann.ask('NICK a2');
    expect(used()).toEqual([1000, 1000]);
    bench.clock.advance(1000);
    ann.send('QUIT');
    await ann.rest();
    expect(used()).toEqual([1000, 2000]);
  });

  test('keeps to the limit of a key', async () => {
    const bench = new TestRelay({ limits: { ownedNicksPerKey: 2 } });
    const ann = await bench.join('a1', { peer: { address: '192.0.2.1', key: keyOf('a') } });
    await ann.ask('NICK a2', 'NICK a3');
    expect(Array.from(bench.relay.accounts.all, ({ nick }) => nick)).toEqual(['a2', 'a3']);
  });
});
