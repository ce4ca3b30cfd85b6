import { expect, test } from 'vitest';
import { detach } from '../../src/irc/detach.ts';
import { liveHeap } from '../support/heap.ts';

test('a detached text is the same text', () => {
  for (const text of ['', 'a', 'olá 🌍', '\u{d800}', 'x'.repeat(5000)]) expect(detach(text)).toBe(text);
});

test('a detached part lets go of what it was cut from', () => {
  const megabyte = 1024 * 1024;
  const grownBy = (cut: (text: string) => string): number => {
    const before = liveHeap();
    const kept = Array.from({ length: 32 }, (_, number) => cut(String(number).repeat(megabyte)));
    const grown = liveHeap() - before;
    expect(kept).toHaveLength(32);
    return grown;
  };
  expect(grownBy(text => text.slice(1, 100))).toBeGreaterThan(16 * megabyte);
  expect(grownBy(text => detach(text.slice(1, 100)))).toBeLessThan(megabyte);
});
