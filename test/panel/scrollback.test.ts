import { describe, expect, it } from 'vitest';
import { noteLine, type MessageLine } from '../../src/chat/line.ts';
import { maxKeptCharacters, maxKeptLines, Scrollback } from '../../src/panel/scrollback.ts';

function message(id: string, text = id): MessageLine {
  return { kind: 'message', id, at: 0, nick: 'ana', text, form: 'say', own: true, delivery: 'sent' };
}

function filled(count: number, text?: string): Scrollback {
  const scrollback = new Scrollback();
  for (let n = 0; n < count; n++) scrollback.add(message(`m${n}`, text));
  return scrollback;
}

describe('the scrollback', () => {
  it('keeps as many lines as it says, and not one more', () => {
    expect(filled(maxKeptLines).lines).toHaveLength(maxKeptLines);
    expect(filled(maxKeptLines).dropped).toBe(0);
    expect(filled(maxKeptLines + 1).lines.length).toBeLessThanOrEqual(maxKeptLines);
  });

  it('keeps the newest in order and counts what it let go', () => {
    const scrollback = filled(10_000);
    expect(scrollback.lines.at(-1)?.id).toBe('m9999');
    expect(scrollback.lines.length + scrollback.dropped).toBe(10_000);
    const numbers = scrollback.lines.map(({ id }) => Number(id.slice(1)));
    expect(numbers).toEqual(numbers.map((_, index) => scrollback.dropped + index));
  });

  it('is bounded in characters too', () => {
    const scrollback = filled(200, 'x'.repeat(65_536));
    const characters = scrollback.lines.reduce((sum, { text }) => sum + text.length, 0);
    expect(characters).toBeLessThanOrEqual(maxKeptCharacters);
    expect(scrollback.lines.at(-1)?.id).toBe('m199');
  });

  it('keeps one line even when that alone is over the bound', () => {
    const scrollback = filled(1, 'x'.repeat(maxKeptCharacters + 1));
    expect(scrollback.lines).toHaveLength(1);
  });

  it('changes the delivery of a message it holds, and says when it does not', () => {
    const scrollback = filled(3);
    scrollback.add(noteLine('note', 0));
    expect(scrollback.setDelivery('m1', 'relayed')).toBe(true);
    expect(scrollback.lines[1]).toMatchObject({ id: 'm1', delivery: 'relayed' });
    expect(scrollback.setDelivery('gone', 'relayed')).toBe(false);
    expect(scrollback.setDelivery(scrollback.lines[3]!.id, 'relayed')).toBe(false);
  });

  it('is empty after clear', () => {
    const scrollback = filled(maxKeptLines + 1);
    scrollback.clear();
    expect(scrollback.lines).toEqual([]);
    expect(scrollback.dropped).toBe(0);
  });
});
