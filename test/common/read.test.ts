import { expect, it } from 'vitest';
import { listOf, readableOf, textOf } from '../../src/common/read.ts';

const word = textOf(3);

it('what can be read of a list is read, in order, so much of it and no more', () => {
  const read = readableOf(word, 2);
  expect(read(['a', 1, 'toolong', 'b'])).toEqual(['a', 'b']);
  expect(read(['a', 'b', 'c'])).toEqual(['a', 'b']);
  expect([read([]), read('ab'), read(null)]).toEqual([[], undefined, undefined]);
});

it('items that are lists themselves stay such', () => {
  expect(readableOf(listOf(word, 2), 5)([['a'], ['b', 1], ['c', 'd']])).toEqual([['a'], ['c', 'd']]);
});
