import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { FanOut } from '../../../src/relay/delivery/fanOut.ts';
import { type TurnReader, Turn } from '../../../src/relay/delivery/turn.ts';
import { FakeClock } from '../../support/fakeClock.ts';

async function settle(): Promise<void> {
  for (let i = 0; i < 8; i++) await turn();
}

/** Writes of which each takes so long, and how many there have been. */
function bench(tookMs: number): { clock: FakeClock; add: () => Promise<number> } {
  const clock = new FakeClock();
  const schedule = new Turn(new FanOut(), () => undefined, clock).reader('');
  let writes = 0;
  const flush = (): void => {
    writes++;
    clock.advance(tookMs);
  };
  return {
    clock,
    async add() {
      schedule.add({ flush });
      await settle();
      return writes;
    },
  };
}

describe('what is said after a write', () => {
  test('of a few milliseconds waits three times as long, so that more shares the next one', async () => {
    const { clock, add } = bench(4);
    expect(await add()).toBe(1);
    expect([await add(), await add()]).toEqual([1, 1]);
    clock.advance(11);
    await settle();
    expect(await add()).toBe(1);
    clock.advance(1);
    // All four at once.
    expect(await add()).toBe(5);
  });

  test('that was short is written at once', async () => {
    const { add } = bench(1);
    expect([await add(), await add(), await add()]).toEqual([1, 2, 3]);
  });

  test('that is long past is written at once', async () => {
    const { clock, add } = bench(4);
    await add();
    clock.advance(12);
    expect(await add()).toBe(2);
  });

  test('waits for 20 ms at most, also where the clock is set back', async () => {
    const { clock, add } = bench(500);
    await add();
    expect(await add()).toBe(1);
    clock.advance(20);
    await settle();
    expect(await add()).toBe(2);
    clock.set(-1_000_000);
    await add();
    clock.advance(20);
    await settle();
    expect(await add()).toBeGreaterThan(2);
  });
});

describe('a turn', () => {
  test('is full when lines have been carried out for two milliseconds, until the next one', async () => {
    const clock = new FakeClock();
    const reader = new Turn(new FanOut(), () => undefined, clock).reader('a');
    clock.advance(1000);
    expect(reader.isFull).toBe(false);
    reader.heard();
    clock.advance(1);
    expect(reader.isFull).toBe(false);
    clock.advance(1);
    expect(reader.isFull).toBe(true);
    reader.add({ flush: () => undefined });
    await settle();
    expect(reader.isFull).toBe(false);
  });

  test('goes on with those whose address used least of late, and of one address with who did', async () => {
    const clock = new FakeClock();
    const schedule = new Turn(new FanOut(), () => undefined, clock);
    const crowd = schedule.reader('crowd');
    const quiet = schedule.reader('crowd');
    const ann = schedule.reader('ann');
    clock.advance(60_000);
    const bob = schedule.reader('bob');
    clock.advance(60_000);
    crowd.spend(10);
    ann.spend(2);
    const order: string[] = [];
    const wait = (name: string, reader: TurnReader): void => reader.whenWritten(() => void order.push(name));
    wait('crowd', crowd);
    wait('ann', ann);
    wait('quiet', quiet);
    wait('bob', bob);
    await settle();
    expect(order).toEqual(['bob', 'ann', 'quiet', 'crowd']);
    bob.spend(4);
    clock.advance(60_000);
    bob.spend(1);
    crowd.spend(2);
    wait('crowd', crowd);
    wait('bob', bob);
    await settle();
    expect(order.slice(4)).toEqual(['bob', 'crowd']);
  });

  test('has who has just come go after who is here', async () => {
    const clock = new FakeClock();
    const schedule = new Turn(new FanOut(), () => undefined, clock);
    const ann = schedule.reader('ann');
    clock.advance(60_000);
    for (let at = 0; at < 5; at++) ann.spend(1);
    const newcomer = schedule.reader('bob');
    const order: string[] = [];
    newcomer.whenWritten(() => void order.push('newcomer'));
    ann.whenWritten(() => void order.push('ann'));
    await settle();
    expect(order).toEqual(['ann', 'newcomer']);
  });

  test('writes for two milliseconds, and goes on in the next one, in the same order', async () => {
    const clock = new FakeClock();
    const reader = new Turn(new FanOut(), () => undefined, clock).reader('a');
    const written: number[] = [];
    for (let at = 0; at < 3; at++)
      reader.add({
        flush() {
          clock.advance(2);
          written.push(at);
        },
      });
    await turn();
    await turn();
    expect(written.length).toBeLessThan(3);
    await settle();
    expect(written).toEqual([0, 1, 2]);
  });

  test('leaves for the next one what there is no room for', async () => {
    const clock = new FakeClock();
    const reader = new Turn(new FanOut(), () => undefined, clock).reader('a');
    const done: number[] = [];
    for (let at = 0; at < 3; at++)
      reader.whenWritten(() => {
        reader.heard();
        clock.advance(5);
        done.push(at);
      });
    await settle();
    expect(done).toEqual([0, 1, 2]);
  });
});
