import { expect, test } from 'vitest';
import { FloodMeter } from '../../../src/relay/guards/floodMeter.ts';

test('a burst is free, what is past it has to be waited for', () => {
  const meter = new FloodMeter({ floodBurst: 2, floodPerSecond: 4 }, 1000);
  expect([meter.spend(1, 1000), meter.spend(1, 1000), meter.spend(1, 1000)]).toEqual([0, 0, 250]);
  expect(meter.spend(1, 1250)).toBe(250);
  expect(meter.spend(0, 1500)).toBe(0);
});

test('it may be asked first, which spends nothing where there is not enough', () => {
  const meter = new FloodMeter({ floodBurst: 2, floodPerSecond: 4 }, 1000);
  const times = [1000, 1000, 1000, 1249, 1250, 1250];
  expect(times.map(now => meter.trySpend(1, now))).toEqual([true, true, false, false, true, false]);
});

test('it fills up to the burst and no further, and a clock set back fills nothing', () => {
  const meter = new FloodMeter({ floodBurst: 2, floodPerSecond: 4 }, 0);
  expect(meter.spend(2, 1e9)).toBe(0);
  expect(meter.spend(1, 0)).toBe(250);
});
