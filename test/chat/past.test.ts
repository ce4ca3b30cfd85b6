import { describe, expect, it } from 'vitest';
import type { MessageLine } from '../../src/chat/line.ts';
import { placePast } from '../../src/chat/past.ts';

const line = (text: string, at: number, nick = 'ana'): MessageLine => ({
  kind: 'message',
  id: `${text} ${at}`,
  at,
  nick,
  text,
  form: 'say',
  own: false,
});
const texts = (lines: readonly MessageLine[]): string[] => lines.map(({ text }) => text);
const after = (past: readonly MessageLine[], shown: readonly MessageLine[]): string[] =>
  texts(placePast(past, shown).after);
const before = (past: readonly MessageLine[], shown: readonly MessageLine[]): string[] =>
  texts(placePast(past, shown).before);

describe('of lines of an earlier time', () => {
  const past = [line('a', 1_000), line('b', 2_000), line('c', 3_000)];

  it('all come after where nothing is shown', () => {
    expect(after(past, [])).toEqual(['a', 'b', 'c']);
    expect(before(past, [])).toEqual([]);
    expect(after([], past)).toEqual([]);
  });

  it('those after the last one that is shown come after it, those before the first one before', () => {
    expect(after(past, [line('b', 2_900)])).toEqual(['c']);
    expect(before(past, [line('b', 2_900)])).toEqual(['a']);
    expect(after(past, [line('a', 1_000)])).toEqual(['b', 'c']);
    expect(after(past, [line('c', 3_000), line('later', 4_000)])).toEqual([]);
    expect(before(past, [line('c', 3_000), line('later', 4_000)])).toEqual(['a', 'b']);
  });

  it('none of which is shown are parted by their time', () => {
    const shown = [line('x', 2_500, 'bob')];
    expect(before(past, shown)).toEqual(['a', 'b']);
    expect(after(past, shown)).toEqual(['c']);
  });

  it('those that are shown are told, each with the line that it is', () => {
    const shown = line('b', 2_900);
    expect(placePast(past, [shown]).known).toEqual([[past[1], shown]]);
  });

  it('one is the same with the same id, or the same nick and text at nearly the same time', () => {
    expect(after([line('a', 40_000)], [line('a', 10_000)])).toEqual([]);
    expect(after([line('a', 40_001)], [line('a', 10_000)])).toEqual(['a']);
    expect(after([line('a', 1_000)], [line('a', 1_000, 'bob')])).toEqual([]);
    expect(after([line('a', 1_001)], [line('a', 1_000, 'bob')])).toEqual(['a']);
    expect(after([line('a', 1_000)], [line('b', 1_000)])).toEqual(['a']);
  });
});
