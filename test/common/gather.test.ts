import { beforeEach, describe, expect, it } from 'vitest';
import { Gather } from '../../src/common/gather.ts';
import { FakeClock } from '../support/fakeClock.ts';

let clock: FakeClock;
let given: string[];

beforeEach(() => {
  clock = new FakeClock();
  given = [];
});

const gather = (options = {}) =>
  new Gather<string>(10, clock, gathered => given.push([...gathered].join()), options);

describe('what comes at once is handed on together', () => {
  it('some time after the first, each once', () => {
    const gathering = gather();
    for (const change of ['a', 'b', 'a']) gathering.add(change);
    clock.advance(9);
    expect(given).toEqual([]);
    clock.advance(1);
    gathering.add('c');
    clock.advance(10);
    expect(given).toEqual(['a,b', 'c']);
    expect(clock.waiting).toBe(0);
  });

  it('but for the first, where that is wanted, and no sooner than that apart', () => {
    const gathering = gather({ isFirstAtOnce: true });
    gathering.add('a');
    expect(given).toEqual(['a']);
    for (const change of ['b', 'c']) gathering.add(change);
    clock.advance(10);
    gathering.add('d');
    expect(given).toEqual(['a', 'b,c']);
    clock.advance(10);
    expect(given).toEqual(['a', 'b,c', 'd']);
    clock.advance(10);
    expect(clock.waiting).toBe(0);
    gathering.add('e');
    expect(given).toEqual(['a', 'b,c', 'd', 'e']);
  });

  it('or now, and what was forgotten not at all', () => {
    const gathering = gather({ isFirstAtOnce: true });
    for (const change of ['a', 'b']) gathering.add(change);
    gathering.flush();
    for (const change of ['c', 'd']) gathering.add(change);
    gathering.dispose();
    clock.advance(20);
    expect(given).toEqual(['a', 'b', 'c']);
    expect(clock.waiting).toBe(0);
  });
});
