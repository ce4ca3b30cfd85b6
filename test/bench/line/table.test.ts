import { expect, test } from 'vitest';
import { lineTable } from './table.ts';

/** A hundred times of which the median and the 99th are these. */
const times = (median: number, worst: number): number[] => [
  ...Array.from({ length: 98 }, () => median),
  worst,
  worst,
];

test.each([
  [15, 40, ['holds', 'holds']],
  [15.1, 40, ['FAILS', 'holds']],
  [15, 40.1, ['holds', 'FAILS']],
])('judges a median of %d and a 99th of %d beside 10 and 20: %s', (median, worst, judged) => {
  const table = lineTable({ ours: times(median, worst), bare: times(10, 20) });
  expect(table.match(/holds|FAILS/g)).toEqual(judged);
});
