import { describe, expect, it } from 'vitest';
import type { MessageLine } from '../../src/chat/line.ts';
import { newsIn } from '../../src/chat/past.ts';

const line = (text: string, at: number, nick = 'ana'): MessageLine => ({
  kind: 'message',
  id: `${text} ${at}`,
  at,
  nick,
  text,
  form: 'say',
  own: false,
});
const texts = (past: readonly MessageLine[], shown: readonly MessageLine[]): string[] =>
  newsIn(past, shown).map(({ text }) => text);

describe('of lines of an earlier time', () => {
  const past = [line('a', 1_000), line('b', 2_000), line('c', 3_000)];

  it('all are news where nothing is shown', () => {
    expect(texts(past, [])).toEqual(['a', 'b', 'c']);
    expect(texts([], past)).toEqual([]);
  });

  it('those after the last one that is shown are, and not those before it', () => {
    expect(texts(past, [line('b', 2_900)])).toEqual(['c']);
    expect(texts(past, [line('a', 1_000)])).toEqual(['b', 'c']);
    expect(texts(past, [line('c', 3_000), line('later', 4_000)])).toEqual([]);
  });

  it('one is the same with the same nick and text at nearly the same time', () => {
    expect(texts([line('a', 40_000)], [line('a', 10_000)])).toEqual([]);
    expect(texts([line('a', 40_001)], [line('a', 10_000)])).toEqual(['a']);
    expect(texts([line('a', 1_000)], [line('a', 1_000, 'bob')])).toEqual(['a']);
    expect(texts([line('a', 1_000)], [line('b', 1_000)])).toEqual(['a']);
  });
});
