import { describe, expect, test } from 'vitest';
import { FairQueue } from '../../../src/relay/guards/fairQueue.ts';
import { FakeClock } from '../../support/fakeClock.ts';

interface Bench {
  readonly clock: FakeClock;
  readonly queue: FairQueue;
  readonly done: string[];
  readonly enter: (group: string, name?: string, known?: boolean) => { dispose(): void };
}

function bench({ burst = 4, perSecond = 10, sharePercent = 100 } = {}): Bench {
  const clock = new FakeClock();
  const queue = new FairQueue({ burst, perSecond, sharePercent, clock });
  const done: string[] = [];
  const enter: Bench['enter'] = (group, name = group, known = false) =>
    queue.enter(group, () => void done.push(name), { isKnown: known });
  return { clock, queue, done, enter };
}

describe('a fair queue', () => {
  test('does a burst at once, and what is past it at its rate', () => {
    const { clock, done, enter } = bench();
    // One more than the burst may be begun on credit, as with the flood meter.
    for (let at = 0; at < 8; at++) enter('a', String(at));
    expect(done).toHaveLength(5);
    clock.advance(99);
    expect(done).toHaveLength(5);
    clock.advance(1);
    expect(done).toHaveLength(6);
    clock.advance(200);
    expect(done).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
    expect(clock.waiting).toBe(0);
  });

  test('lets what costs more use up as much of the rate, for its group and for all', () => {
    const { clock, queue, done, enter } = bench({ burst: 4, perSecond: 10 });
    for (const at of [0, 1]) queue.enter('a', () => void done.push(`long ${at}`), { cost: 4 });
    enter('b');
    expect(done).toEqual(['long 0', 'long 1']);
    clock.advance(399);
    expect(done).toHaveLength(2);
    clock.advance(1);
    expect(done).toEqual(['long 0', 'long 1', 'b']);
  });

  test('gives one group after the other its turn, so that a crowd delays itself', () => {
    const { clock, done, enter } = bench({ burst: 0 });
    for (let at = 0; at < 50; at++) enter('crowd');
    enter('b');
    enter('c');
    clock.advance(300);
    expect(done).toEqual(['crowd', 'b', 'c', 'crowd']);
  });

  test('lets one group use its share only', () => {
    const { clock, done, enter } = bench({ burst: 4, perSecond: 10, sharePercent: 50 });
    for (let at = 0; at < 20; at++) enter('a');
    expect(done).toHaveLength(3);
    enter('b');
    expect(done.at(-1)).toBe('b');
    clock.advance(1000);
    expect(done.filter(name => name === 'a')).toHaveLength(8);
  });

  test('has known groups wait for nobody but themselves', () => {
    const { clock, done, enter } = bench({ burst: 1, sharePercent: 50 });
    for (let at = 0; at < 50; at++) enter('crowd');
    for (let at = 0; at < 3; at++) enter('k', 'known', true);
    expect(done.filter(name => name === 'known')).toHaveLength(2);
    clock.advance(100);
    expect(done.filter(name => name === 'known')).toHaveLength(3);
  });

  test('forgets what is taken back, and leaves no timer for it', () => {
    const { clock, done, enter } = bench({ burst: 0 });
    enter('a');
    const second = enter('a', 'second');
    second.dispose();
    expect(clock.waiting).toBe(0);
    enter('b');
    clock.advance(1000);
    expect(done).toEqual(['a', 'b']);
  });

  test('does what comes while it works after that, not inside it', () => {
    const { queue, clock } = bench({ burst: 1e6 });
    let depth = 0;
    let deepest = 0;
    let left = 20_000;
    const again = (): void => {
      deepest = Math.max(deepest, ++depth);
      if (left-- > 0) queue.enter('a', again);
      depth--;
    };
    queue.enter('a', again);
    expect([left, deepest]).toEqual([-1, 1]);
    expect(clock.waiting).toBe(0);
  });

  test('is not stopped by a clock that is set back', () => {
    let now = 10_000_000;
    let tasks: (() => void)[] = [];
    const clock = {
      now: () => now,
      after: (_: number, task: () => void) => {
        tasks.push(task);
        return { dispose: () => (tasks = tasks.filter(other => other !== task)) };
      },
    };
    const queue = new FairQueue({ burst: 0, perSecond: 1, sharePercent: 100, clock });
    const done: number[] = [];
    for (const at of [1, 2]) queue.enter('a', () => void done.push(at));
    expect(done).toEqual([1]);
    now = 0;
    tasks[0]?.();
    expect(done).toEqual([1, 2]);
  });

  test('takes a turn only where it is there now, and leaves those that wait their order', () => {
    const { clock, queue, done, enter } = bench({ burst: 0, perSecond: 10 });
    expect(queue.take('a')).toBe(true);
    expect(queue.take('a')).toBe(false);
    expect(queue.take('b')).toBe(false);
    // A known group has a rate of its own, and as much as all others together.
    expect([queue.take('a', { isKnown: true }), queue.take('a', { isKnown: true })]).toEqual([true, false]);
    enter('a');
    clock.advance(100);
    expect(done).toEqual(['a']);
    expect(queue.take('a')).toBe(false);
    clock.advance(100);
    expect(queue.take('a')).toBe(true);
  });

  test('lets the cheapest of a group be first, and of two the one that came first', () => {
    const clock = new FakeClock();
    const queue = new FairQueue({ burst: 0, perSecond: 10, sharePercent: 100, clock });
    const done: string[] = [];
    for (const [name, cost] of [
      ['first', 1],
      ['dear', 5],
      ['cheap', 1],
      ['also cheap', 1],
    ] as const)
      queue.enter('a', () => void done.push(name), { cost });
    clock.advance(300);
    expect(done).toEqual(['first', 'cheap', 'also cheap', 'dear']);
  });

  test('serves groups by what their turns cost, and who has waited for nothing has nothing saved', () => {
    const clock = new FakeClock();
    const queue = new FairQueue({ burst: 0, perSecond: 10, sharePercent: 100, clock });
    const done: string[] = [];
    const enter = (name: string, cost: number): void =>
      void queue.enter(name, () => void done.push(name), { cost });
    for (let times = 0; times < 3; times++) for (const name of ['a', 'b']) enter(name, 5);
    enter('c', 1);
    enter('c', 1);
    clock.advance(1_100);
    expect(done).toEqual(['a', 'c', 'c', 'b']);
    enter('d', 1);
    enter('d', 12);
    clock.advance(3_000);
    expect(done.slice(4)).toEqual(['d', 'a', 'b', 'd', 'a', 'b']);
  });
});

describe('a fair queue of many groups', () => {
  test.each([
    ['known', true],
    ['others', false],
  ])('gives none of the %s its share anew while that is used', (_, isKnown) => {
    const clock = new FakeClock();
    const queue = new FairQueue({ burst: 1e6, perSecond: 1, sharePercent: 0.0001, clock });
    const options = { isKnown, cost: isKnown ? 1e6 + 1 : 2 };
    expect(queue.take('a', options)).toBe(true);
    for (let at = 0; at < 10_000; at++) queue.take(`x${at}`, { isKnown });
    expect(queue.take('a', options)).toBe(false);
  });
});
