import { expect, test } from 'vitest';
import { compare, type Figure, type Pair, ratioTable } from './ratios.ts';

const time = (value: number): Figure => ({ what: 'start', better: 'less', value });
const rate = (value: number): Figure => ({ what: 'lines a second', better: 'more', value });
const pair = (own: Figure, other: Figure): Pair => ({ own: [own], other: [other] });

test('compares pair by pair, not the medians of each side', () => {
  const pairs = [pair(time(10), time(20)), pair(time(200), time(100)), pair(time(30), time(30))];
  expect(compare(pairs)).toEqual([
    { what: 'start', ratio: { min: 0.5, median: 1, max: 2, runs: 3 }, isWorse: false },
  ]);
});

test.each([
  ['a time', time, 105, false],
  ['a time', time, 106, true],
  ['a rate', rate, 96, false],
  ['a rate', rate, 95, true],
  ['a rate', rate, 200, false],
])('judges %s on each side of its edge: %$', (_, figure, own, isWorse) => {
  expect(compare([pair(figure(own), figure(100))])).toMatchObject([{ isWorse }]);
});

test('takes nothing on both sides for equal', () => {
  expect(compare([pair(time(0), time(0))])).toMatchObject([{ ratio: { median: 1 }, isWorse: false }]);
});

test('takes something for worse where the other had nothing', () => {
  expect(compare([pair(time(1), time(0))])).toMatchObject([{ ratio: { median: Infinity }, isWorse: true }]);
});

test('leaves out what only one side has', () => {
  expect(compare([pair(time(1), rate(1))])).toEqual([]);
});

test('prints a row for each figure, with its verdict', () => {
  const pairs: Pair[] = [{ own: [time(30), rate(10)], other: [time(20), rate(10)] }];
  const rows = ratioTable(compare(pairs), 'e7c7d0c').trim().split('\n');
  expect(rows.map(row => row.trim().replaceAll(/ {2,}/g, ' | '))).toEqual([
    'This tree / e7c7d0c | min | median | max',
    'start | 1.50 | 1.50 | 1.50 | WORSE',
    'lines a second | 1.00 | 1.00 | 1.00 | no worse',
  ]);
});
