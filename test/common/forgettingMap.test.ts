import { expect, test } from 'vitest';
import { ForgettingMap } from '../../src/common/forgettingMap.ts';

function bench(): ForgettingMap<number, { isUsed: boolean }> {
  return new ForgettingMap<number, { isUsed: boolean }>({
    make: () => ({ isUsed: false }),
    isLikeNew: ({ isUsed }) => !isUsed,
  });
}

test('keeps what is not like new, however many others come', () => {
  const map = bench();
  for (let key = 0; key < 100; key++) map.get(key).isUsed = true;
  for (let key = 100; key < 10_000; key++) map.get(key);
  for (let key = 0; key < 100; key++) expect(map.get(key).isUsed).toBe(true);
  expect(map.size).toBeLessThan(300);
});

test('forgets all the rest, also what has become like new', () => {
  const map = bench();
  for (let key = 0; key < 1000; key++) map.get(key).isUsed = true;
  for (let key = 0; key < 1000; key++) map.get(key).isUsed = false;
  for (let key = 1000; key < 3000; key++) map.get(key);
  expect(map.size).toBeLessThan(3);
});
