import { describe, expect, it } from 'vitest';
import { findLines, splitRows } from '../../src/code/findLines.ts';
import { maxWantedLines } from '../../src/code/limits.ts';
import { linesAt, matchLocation } from '../../src/code/locationMatch.ts';

const file = splitRows('import x\n\nfunction a() {\n  return 1;\n}\n\nfunction b() {\n  return 1;\n}\n');

describe('lines found again by their text', () => {
  it('are found where they were', () => {
    expect(findLines(file, 'function b() {\n  return 1;\n}', 6)).toMatchObject({ first: 6, count: 3 });
  });

  it('are found where they moved to, nearest to where they were', () => {
    expect(findLines(file, '  return 1;\n}', 0)).toMatchObject({ first: 3, count: 2 });
    expect(findLines(file, '  return 1;\n}', 9)).toMatchObject({ first: 7, count: 2 });
    expect(findLines(file, '  return 1;\n}', 5)).toMatchObject({ first: 3, count: 2 });
    expect(findLines(file, 'import x', 1_000_000)).toMatchObject({ first: 0, count: 1 });
  });

  it('are found as they are before they are found with other white space', () => {
    const rows = ['if(x){', 'if (x) {', '\tif (x) {'];
    expect(findLines(rows, '\tif (x) {', 0)).toMatchObject({ first: 2, count: 1 });
    expect(findLines(rows, '    if (x)  {', 0)).toMatchObject({ first: 0, count: 1 });
  });

  it('are found when the selection began or ended within a line', () => {
    expect(findLines(file, 'return', 7)).toMatchObject({ first: 7, count: 1 });
    expect(findLines(file, 'b() {\n  ret', 0)).toMatchObject({ first: 6, count: 2 });
    expect(findLines(file, 'b() {\n  return 1;\n}', 0)).toMatchObject({ first: 6, count: 3 });
    expect(findLines(file, 'a() {\n  RETURN 1;\n}', 0)).toBeUndefined();
  });

  it('are found without the empty ones around them, whatever ends their lines', () => {
    expect(findLines(file, '\r\n\r\nfunction b() {\r\n  return 1;\r\n\r\n', 4)).toMatchObject({
      first: 6,
      count: 2,
    });
  });

  it('are not found when there is nothing in them, or when they are gone', () => {
    expect(findLines(file, ' \n\t\n', 0)).toBeUndefined();
    expect(findLines(file, 'function c() {', 0)).toBeUndefined();
    expect(findLines([], 'x', 0)).toBeUndefined();
  });

  it('are found by the first of very many', () => {
    const rows = Array.from({ length: maxWantedLines + 1 }, (_, row) => `row ${row}`);
    expect(findLines(rows, rows.slice(0, -1).join('\n'), 0)?.count).toBe(maxWantedLines);
    expect(findLines(rows, [...rows.slice(0, -1), 'other'].join('\n'), 0)?.count).toBe(maxWantedLines);
    expect(findLines(rows, [...rows.slice(0, -2), 'other'].join('\n'), 0)).toBeUndefined();
  });

  it.each(['', 'a', '}'])('are looked for with few looks at each of the lines that repeat: %j', row => {
    const length = 5_000;
    let looks = 0;
    const rows = new Proxy(
      Array.from({ length }, () => row),
      {
        get(all, key) {
          if (typeof key === 'string' && /^\d/.test(key)) looks += 1;
          return Reflect.get(all, key) as unknown;
        },
      },
    );
    findLines(rows, `x\n${`${row}\n`.repeat(500)}y`, length / 2);
    findLines(rows, `${`${row}\n`.repeat(500)}y`, length / 2);
    expect(looks).toBeLessThan(20 * length);
  });
});

describe('how a location stands', () => {
  const at = (line: number, more: object = {}): object =>
    matchLocation(file, { path: 'a.ts', line, ...more });

  it('is the same where its text is, also with a column, also indented otherwise', () => {
    expect(at(4, { text: '  return 1;' })).toEqual({ state: 'same', first: 3, last: 3 });
    expect(at(7, { endLine: 9, text: 'function b() {\n\treturn 1;\n}' })).toEqual({
      state: 'same',
      first: 6,
      last: 8,
    });
    expect(at(2, { endLine: 3, text: '\nfunction a() {' })).toEqual({ state: 'same', first: 2, last: 2 });
  });

  it('has moved where its text is elsewhere', () => {
    expect(at(1, { text: 'function b() {' })).toEqual({ state: 'moved', first: 6, last: 6 });
  });

  it.each([
    ['}', 7, 'a lone bracket'],
    ['  return 1;', 6, 'a line of several functions'],
    ['  return 1;\n}', 3, 'several such lines'],
    ['return1;', 1, 'white space aside'],
    ['turn', 2, 'a part of a line'],
  ])('is not sure where its text is at several places, and not where it was: %j', (text, line) => {
    expect(at(line, { text })).toMatchObject({ state: 'unsure' });
  });

  it('is sure where it was, whatever is elsewhere, and where it is but once', () => {
    expect(at(9, { text: '}' })).toEqual({ state: 'same', first: 8, last: 8 });
    expect(at(1, { text: 'function b() {\n  return 1;\n}' })).toMatchObject({ state: 'moved', first: 6 });
  });

  it('has changed where its text is nowhere, and points at the lines of the same numbers', () => {
    expect(at(3, { endLine: 4, text: 'function c() {\n  return 2;' })).toEqual({
      state: 'changed',
      first: 2,
      last: 3,
    });
    expect(at(900, { endLine: 950, text: 'gone' })).toEqual({ state: 'changed', first: 9, last: 9 });
  });

  it('is taken at its word without a text, as far as the file goes', () => {
    expect(at(10)).toEqual({ state: 'same', first: 9, last: 9 });
    expect(at(3, { endLine: 5 })).toEqual({ state: 'same', first: 2, last: 4 });
    expect(at(11)).toEqual({ state: 'changed', first: 9, last: 9 });
    expect(at(2, { text: '' })).toEqual({ state: 'same', first: 1, last: 1 });
  });

  it('takes its text from what the file was at its commit', () => {
    expect(linesAt('a\r\nb\r\nc', { path: 'x', line: 2, endLine: 3 })).toBe('b\nc');
    expect(linesAt('a\nb', { path: 'x', line: 2 })).toBe('b');
    expect(linesAt('a\nb', { path: 'x', line: 3 })).toBeUndefined();
  });
});
