import { describe, expect, it } from 'vitest';
import { Heights, estimatedRows } from '../../../../src/panel/webview/log/heights.ts';
import { LineStore } from '../../../../src/panel/webview/log/lineStore.ts';
import { blockLines, maxUndrawnHeight } from '../../../../src/panel/webview/log/limits.ts';
import { message, messages, note } from './lines.ts';

describe('the rows of a line', () => {
  // 40 columns: `12:48 <bruno> ` takes 14 of the first row, and 34 are left in all others.
  it.each([
    ['', 1],
    ['x'.repeat(26), 1],
    ['x'.repeat(27), 2],
    ['x'.repeat(26 + 34), 2],
    ['x'.repeat(26 + 35), 3],
    ['a\nb', 2],
    ['a\n\nb\n', 4],
    [`a\n${'x'.repeat(35)}`, 3],
  ])('of %j are %i', (text, rows) => {
    expect(estimatedRows(message(text), 40)).toBe(rows);
  });

  it('are counted for a note, and for no room at all', () => {
    expect(estimatedRows(note('x'.repeat(31)), 40)).toBe(1);
    expect(estimatedRows(note('x'.repeat(32)), 40)).toBe(2);
    expect(estimatedRows(message('xxx'), 0)).toBe(11);
  });
});

describe('heights', () => {
  const store = new LineStore();
  store.append(messages(3 * blockLines));
  const [first, second] = store.blocks;
  let drawn = first;
  const heights = new Heights(store, block => block === drawn);
  heights.setGrid({ columns: 80, rowHeight: 10 });

  it('are estimated until they are measured', () => {
    expect(heights.of(second!)).toBe(500);
    second!.height = 700;
    expect(heights.of(second!)).toBe(700);
    expect(heights.between(0, 3)).toBe(1_700);
    expect(heights.between(1, 2)).toBe(700);
  });

  it('find the block at an offset, or the nearest', () => {
    expect(heights.at(-1)).toEqual({ index: 0, top: 0 });
    expect(heights.at(499)).toEqual({ index: 0, top: 0 });
    expect(heights.at(500)).toEqual({ index: 1, top: 500 });
    expect(heights.at(1_200)).toEqual({ index: 2, top: 1_200 });
    expect(heights.at(1e9)).toEqual({ index: 2, top: 1_200 });
    expect(new Heights(new LineStore(), () => false).at(5)).toEqual({ index: 0, top: 0 });
  });

  it('are estimated again for another grid, and only then', () => {
    expect(heights.setGrid({ columns: 80, rowHeight: 10 })).toBe(false);
    expect(heights.of(second!)).toBe(700);
    expect(heights.setGrid({ columns: 80, rowHeight: 20 })).toBe(true);
    expect(heights.of(second!)).toBe(1_000);
  });

  it('count in part for a very high block that is not drawn', () => {
    first!.height = maxUndrawnHeight + 1;
    expect(heights.of(first!)).toBe(maxUndrawnHeight + 1);
    drawn = second;
    expect(heights.of(first!)).toBe(maxUndrawnHeight);
  });
});
