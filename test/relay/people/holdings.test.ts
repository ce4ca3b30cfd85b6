import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Holdings } from '../../../src/relay/people/holdings.ts';

interface Bench {
  readonly held: Holdings<string>;
  readonly regulars: Set<string>;
  readonly evicted: string[];
  /** Adds something of `id`, a letter with the group in front: `1a`. */
  readonly add: (thing: string, id: string, inUse?: boolean) => boolean;
}

function bench(total: number, { perKey = total, perNewKey = total, replaces = false } = {}): Bench {
  const regulars = new Set<string>();
  const evicted: string[] = [];
  const held = new Holdings<string>({
    shares: { total, perKey, perNewKey },
    isRegular: id => regulars.has(id),
    ...(replaces && { replaces: () => true }),
    onEvicted: thing => evicted.push(thing),
    onRefused: () => undefined,
  });
  const add = (thing: string, id: string, inUse = false): boolean =>
    held.add(thing, { id, group: id.charAt(0) }, inUse);
  return { held, regulars, evicted, add };
}

describe('a group', () => {
  test('is counted as one after its last thing made way for somebody of it who came back', () => {
    const { add, regulars, held } = bench(2);
    expect(add('a', '1a')).toBe(true);
    expect(add('b', '2b', true)).toBe(true);
    regulars.add('1r');
    // The group has nothing for a moment.
    expect(add('r', '1r')).toBe(true);
    held.remove('b');
    // Half of all is one, and the group has that one.
    regulars.add('1s');
    expect(add('s', '1s')).toBe(false);
  });

  test('has what came for the last thing of the same holder, and so has that holder', () => {
    const { add, held } = bench(4, { perKey: 1, perNewKey: 1, replaces: true });
    expect(add('first', '1a')).toBe(true);
    expect(add('second', '1a')).toBe(true);
    expect([...held.of('1a')]).toEqual(['second']);
    expect(add('third', '1a')).toBe(true);
    expect([...held.of('1a')]).toEqual(['third']);
    expect(held.size).toBe(1);
  });
});

describe('a total', () => {
  test('lets those who never came back have three quarters, and one group of them half of that', () => {
    const { add } = bench(16);
    const added = Array.from({ length: 7 }, (_, count) => add(`a${count}`, `1${count}`));
    expect(added).toEqual([true, true, true, true, true, true, false]);
    for (let count = 0; count < 6; count++) expect(add(`b${count}`, '2b')).toBe(true);
    expect(add('b6', '2b')).toBe(false);
  });

  test('keeps the rest for those who came back, whose group has half of all', () => {
    const { add, regulars, held } = bench(16);
    for (let count = 0; count < 6; count++) {
      add(`a${count}`, '1a');
      add(`b${count}`, '2b');
    }
    for (const id of ['3c', '4d']) regulars.add(id);
    for (let count = 0; count < 4; count++) expect(add(`c${count}`, '3c')).toBe(true);
    expect(held.size).toBe(16);
    expect(add('c4', '3c')).toBe(true);
    expect(add('c5', '3c')).toBe(false);
    expect(add('d0', '4d')).toBe(true);
    expect(held.size).toBe(16);
    const wide = bench(16);
    wide.regulars.add('3c');
    for (let count = 0; count < 8; count++) expect(wide.add(`c${count}`, '3c')).toBe(true);
    expect(wide.add('c8', '3c')).toBe(false);
  });

  test('that is full gives the newest idle thing of the group that has most, only to one that has less', () => {
    const { add, evicted } = bench(8);
    for (const thing of ['a1', 'a2', 'a3']) add(thing, '1a');
    for (const thing of ['b1', 'b2', 'b3']) add(thing, '2b');
    expect(add('c1', '3c')).toBe(true);
    expect(evicted).toEqual(['a3']);
    expect(add('c2', '3c')).toBe(true);
    expect(evicted).toEqual(['a3', 'b3']);
    expect(add('c3', '3c')).toBe(false);
    expect(add('a4', '1a')).toBe(false);
  });

  test('gives nothing that is in use, nor of somebody who has come back meanwhile', () => {
    const { add, evicted, regulars, held } = bench(8);
    for (const thing of ['a1', 'a2', 'a3']) add(thing, '1a', thing === 'a3');
    for (const thing of ['b1', 'b2', 'b3']) add(thing, '2b');
    regulars.add('2b');
    expect(add('c1', '3c')).toBe(true);
    expect(add('c2', '3c')).toBe(true);
    expect(add('c3', '3c')).toBe(false);
    expect(evicted).toEqual([]);
    held.setInUse('a3', false);
    expect(add('d1', '4d')).toBe(true);
    expect(evicted).toEqual(['a3']);
  });

  test('has a share for each key, past which only something of its own makes way', () => {
    const { add, evicted, held } = bench(100, { perNewKey: 2, replaces: true });
    for (const thing of ['a1', 'a2']) add(thing, '1a');
    held.touch('a1');
    expect(add('a3', '1a')).toBe(true);
    expect(evicted).toEqual(['a2']);
    const strict = bench(100, { perNewKey: 2 });
    for (const thing of ['a1', 'a2']) expect(strict.add(thing, '1a')).toBe(true);
    expect(strict.add('a3', '1a')).toBe(false);
  });

  test('lets those without a key share a sixteenth for each address', () => {
    const { held } = bench(64, { perNewKey: 1 });
    const nobody = { id: 'at 1', group: '1', isShared: true };
    const added = Array.from({ length: 5 }, (_, count) => held.add(`a${count}`, nobody));
    expect(added).toEqual([true, true, true, true, false]);
  });
});

const action = fc.record({
  do: fc.constantFrom('add', 'remove', 'use', 'rest', 'touch', 'comeBack', 'takeOver'),
  thing: fc.integer({ min: 0, max: 30 }),
  id: fc
    .tuple(fc.constantFrom('1', '2', '3'), fc.constantFrom('a', 'b', 'c'))
    .map(([group, key]) => group + key),
});

test('whatever happens, what is in use or of somebody who came back is evicted by nobody, and all counts stay true', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 200 }), fc.integer({ min: 1, max: 16 }), (actions, total) => {
      const { held, regulars, evicted, add } = bench(total);
      const owners = new Map<string, { id: string; inUse: boolean }>();
      for (const { do: what, thing: number, id } of actions) {
        const thing = `t${number}`;
        const owner = owners.get(thing);
        if (what === 'comeBack') regulars.add(id);
        else if (what === 'add') {
          if (owner !== undefined || !add(thing, id)) continue;
          for (const gone of evicted.splice(0)) {
            const { id: loser, inUse } = owners.get(gone)!;
            expect([gone, regulars.has(loser), inUse]).toEqual([gone, false, false]);
            owners.delete(gone);
          }
          owners.set(thing, { id, inUse: false });
        } else if (owner === undefined) continue;
        else if (what === 'remove') {
          held.remove(thing);
          owners.delete(thing);
        } else if (what === 'touch') held.touch(thing);
        else if (what === 'takeOver') {
          if (held.takeOver(thing, { id, group: id.charAt(0) })) owner.id = id;
        } else {
          owner.inUse = what === 'use';
          held.setInUse(thing, owner.inUse);
        }
        expect(held.size).toBe(owners.size);
        expect(held.size).toBeLessThanOrEqual(total);
        for (const key of new Set([...owners.values()].map(one => one.id)))
          expect(new Set(held.of(key))).toEqual(
            new Set([...owners].filter(([, one]) => one.id === key).map(([name]) => name)),
          );
      }
    }),
  );
});

test('10,000 newcomers to a full house cost no look at all that is in it', () => {
  const { add, evicted } = bench(20_000);
  for (let number = 0; number < 15_000; number++) add(`t${number}`, `${number % 2}${number}`, true);
  let asked = 0;
  const isRegular = (): boolean => (asked++, false);
  const counted = new Holdings<string>({
    shares: { total: 20_000, perKey: 10, perNewKey: 10 },
    isRegular,
    onEvicted: thing => evicted.push(thing),
    onRefused: () => undefined,
  });
  for (let number = 0; number < 15_000; number++)
    counted.add(`t${number}`, { id: `${number}`, group: `g${number % 64}` });
  asked = 0;
  for (let number = 0; number < 10_000; number++)
    counted.add(`n${number}`, { id: `n${number}`, group: `h${number % 1000}` });
  expect(asked).toBeLessThan(10_000 * 6);
});
