import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MessageLine } from '../../src/chat/line.ts';
import { LastLines } from '../../src/history/lastLines.ts';

function lines(from: number, to: number): MessageLine[] {
  const make = (at: number): MessageLine => ({
    kind: 'message',
    id: String(at),
    at,
    nick: 'ana',
    text: String(at),
    form: 'say',
    own: false,
  });
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => make(from + index));
}

describe('the last lines', () => {
  it('are the newest of those that were there and those that came', () => {
    const count = fc.integer({ min: 0, max: 20 });
    fc.assert(
      fc.property(count, count, count, (kept, before, after) => {
        const all = lines(0, before + after);
        const last = new LastLines(kept, all.slice(0, before));
        for (const line of all.slice(before)) last.add(line);
        expect(last.lines).toEqual(all.slice(Math.max(0, all.length - kept)));
      }),
    );
  });

  it('lose one that is taken away, and only that', () => {
    const last = new LastLines(3, lines(0, 3));
    expect(last.remove(lines(1, 2)[0]!.id)).toBe(true);
    expect(last.lines).toEqual([...lines(0, 1), ...lines(2, 3)]);
    expect(last.remove('never there')).toBe(false);
  });

  it('have a line once, at the place of its latest time', () => {
    const [early, late] = [lines(5, 6)[0]!, lines(9, 10)[0]!];
    const last = new LastLines(3);
    last.add({ ...early, at: 12 });
    last.add(late);
    last.add(early);
    expect(last.lines).toEqual([early, late]);
  });

  it('leave those of an earlier time in front, whatever clock they are of', () => {
    const last = new LastLines(3, lines(20, 22));
    for (const line of [lines(9, 10)[0]!, lines(5, 6)[0]!]) last.add(line);
    expect(last.lines).toEqual([...lines(21, 22), ...lines(5, 6), ...lines(9, 10)]);
  });

  it('stay as they were when they are looked at', () => {
    const last = new LastLines(2, lines(0, 2));
    const seen = last.lines;
    last.add(lines(2, 3)[0]!);
    expect(seen).toEqual(lines(0, 2));
  });

  it.each([-1, 1001, 1.5, NaN])('are not %j in number', count => {
    expect(() => new LastLines(count)).toThrow(RangeError);
  });

  it.each([0, 1, 1000])('may be %j in number', count => {
    expect(new LastLines(count, lines(0, 1001)).lines).toHaveLength(count);
  });
});
