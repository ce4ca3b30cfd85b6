import { describe, expect, it } from 'vitest';
import { noteLine, type MessageLine } from '../../../src/chat/line.ts';
import { keptBytes } from '../../../src/common/keptBytes.ts';
import { maxKeptBytes, maxKeptLines, Scrollback } from '../../../src/conversation/tabs/scrollback.ts';

function message(id: string, text = id): MessageLine {
  return { kind: 'message', id, at: 0, nick: 'ana', text, form: 'say', own: true, delivery: 'sent' };
}

function filled(count: number, text?: string): Scrollback {
  const scrollback = new Scrollback();
  for (let n = 0; n < count; n++) scrollback.add(message(`m${n}`, text));
  return scrollback;
}

/** Lines so small that as many of them are kept as may be. */
function small(count: number): Scrollback {
  const scrollback = new Scrollback();
  for (let n = 0; n < count; n++)
    scrollback.add({ kind: 'note', id: `n${n}`, at: 0, text: '', tone: 'info' });
  return scrollback;
}

const ids = (lines: readonly { id: string }[]): string[] => lines.map(({ id }) => id);

describe('the scrollback', () => {
  it('keeps as many lines as it says, and not one more', () => {
    const scrollback = small(maxKeptLines);
    expect(scrollback.lines).toHaveLength(maxKeptLines);
    scrollback.add(noteLine('one more', 0));
    expect(scrollback.lines.length).toBeLessThan(maxKeptLines);
  });

  it('keeps the newest in order, and still finds each of them', () => {
    const scrollback = filled(maxKeptLines + 5);
    const numbers = scrollback.lines.map(({ id }) => Number(id.slice(1)));
    const first = numbers[0] ?? 0;
    expect(numbers).toEqual(numbers.map((_, index) => first + index));
    expect(scrollback.lines.every(line => scrollback.find(line.id) === line)).toBe(true);
    expect(scrollback.find('m0')).toBeUndefined();
  });

  it('is bounded in bytes too, by all that its lines hold', () => {
    const scrollback = new Scrollback();
    const quote = { id: 'q', nick: 'ana', text: 'x'.repeat(65_536) };
    for (let n = 0; n < 600; n++) scrollback.add({ ...message(`m${n}`), quote });
    expect(scrollback.bytes).toBeLessThanOrEqual(maxKeptBytes);
    expect(scrollback.bytes).toBeGreaterThan(maxKeptBytes * 0.8);
    expect(scrollback.lines.at(-1)?.id).toBe('m599');
  });

  it('frees so many bytes as it is asked for, the oldest lines first, and tells which went', () => {
    const scrollback = filled(10);
    const gone: string[] = [];
    scrollback.dropped = id => gone.push(id);
    const each = scrollback.bytes / 10;
    scrollback.free(each + 1);
    expect(gone).toEqual(['m0', 'm1']);
    expect(scrollback.find('m2')).toBeDefined();
    scrollback.free(scrollback.bytes);
    expect([scrollback.lines.length, scrollback.bytes]).toEqual([0, 0]);
  });

  it('keeps one line even when that alone is over the bound', () => {
    const scrollback = filled(1, 'x'.repeat(maxKeptBytes / 2));
    expect(scrollback.lines).toHaveLength(1);
  });

  it('changes a message it holds, and says when it does not', () => {
    const scrollback = filled(3);
    scrollback.add(noteLine('note', 0));
    expect(scrollback.change('m1', { delivery: 'relayed' })).toBe(true);
    expect(scrollback.lines[1]).toMatchObject({ id: 'm1', delivery: 'relayed' });
    expect(scrollback.change('gone', { delivery: 'relayed' })).toBe(false);
    expect(scrollback.change(scrollback.lines[3]!.id, { delivery: 'relayed' })).toBe(false);
  });

  it('takes older lines before the others, and finds all of them afterwards', () => {
    const scrollback = filled(2);
    expect(ids(scrollback.prepend([message('old1'), message('old2')]))).toEqual(['old1', 'old2']);
    scrollback.add(message('m2'));
    expect(ids(scrollback.lines)).toEqual(['old1', 'old2', 'm0', 'm1', 'm2']);
    expect(scrollback.lines.every(line => scrollback.find(line.id) === line)).toBe(true);
    expect(ids(scrollback.before('m1', 2))).toEqual(['old2', 'm0']);
    expect(ids(scrollback.before('old1', 2))).toEqual([]);
    expect(ids(scrollback.before('gone', 2))).toEqual([]);
  });

  it('takes the newest of the older lines when there is no room for all', () => {
    const scrollback = small(maxKeptLines - 1);
    expect(ids(scrollback.prepend([message('old1'), message('old2')]))).toEqual(['old2']);
    expect(ids(scrollback.prepend([message('old0')]))).toEqual([]);
    expect(scrollback.lines).toHaveLength(maxKeptLines);
    const empty = keptBytes(message('m0', '')) + 64;
    const full = filled(1, 'x'.repeat((maxKeptBytes - empty) / 2));
    expect(full.prepend([message('old')])).toEqual([]);
  });

  it('is empty after clear', () => {
    const scrollback = filled(10);
    scrollback.clear();
    expect(scrollback.lines).toEqual([]);
    expect(scrollback.find('m0')).toBeUndefined();
    scrollback.add(message('after'));
    expect(scrollback.find('after')?.id).toBe('after');
  });
});
