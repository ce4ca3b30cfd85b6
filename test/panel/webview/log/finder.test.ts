import { describe, expect, it } from 'vitest';
import { Finder, patternOf } from '../../../../src/panel/webview/log/finder.ts';
import { LineStore } from '../../../../src/panel/webview/log/lineStore.ts';
import { maxHeldLines, maxSearchLength } from '../../../../src/panel/webview/log/limits.ts';
import { message, messages, note } from './lines.ts';

const store = new LineStore();
store.append([
  message('An apple', { id: 'a' }),
  message('a pear', { id: 'b' }),
  note('APPLES', { id: 'c' }),
  message('nothing', { id: 'd', nick: 'Applejack' }),
  message('the end', { id: 'e' }),
]);

const found = (finder: Finder, text: string, direction: -1 | 1, here = 'e'): string => {
  const { line, at, count } = finder.find(text, direction, here);
  return `${line?.id ?? '-'} ${at}/${count}`;
};

describe('a search', () => {
  it('begins where one is and goes up, over texts and nicks, whatever their case', () => {
    const finder = new Finder(store);
    expect(found(finder, 'apple', -1)).toBe('d 3/3');
    expect(found(finder, 'apple', -1)).toBe('c 2/3');
    expect(found(finder, 'apple', -1)).toBe('a 1/3');
  });

  it('goes on at the other end, both ways', () => {
    const finder = new Finder(store);
    expect(found(finder, 'apple', -1, 'a')).toBe('a 1/3');
    expect(found(finder, 'apple', -1)).toBe('d 3/3');
    expect(found(finder, 'apple', 1)).toBe('a 1/3');
    expect(found(finder, 'apple', 1)).toBe('c 2/3');
  });

  it('stays at a line that holds the longer text as well, else goes on up', () => {
    const finder = new Finder(store);
    expect(found(finder, 'app', -1, 'c')).toBe('c 2/3');
    expect(found(finder, 'apples', -1)).toBe('c 1/1');
    expect(found(finder, 'pear', -1)).toBe('b 1/1');
  });

  it('finds nothing, and something again', () => {
    const finder = new Finder(store);
    expect(found(finder, 'cherry', -1)).toBe('- 0/0');
    expect(found(finder, 'the', 1)).toBe('e 1/1');
    finder.end();
    expect([finder.text, finder.current]).toEqual(['', undefined]);
  });

  it('starts at the end when the line one was at is gone', () => {
    expect(found(new Finder(store), 'apple', -1, 'gone')).toBe('d 3/3');
  });

  it('takes every sign for itself', () => {
    for (const sign of '\\^$.*+?()[]{}|/-#"\'') {
      expect([sign, patternOf(sign).test(`a${sign}b`)]).toEqual([sign, true]);
      expect([sign, patternOf(sign).test('ab')]).toEqual([sign, false]);
    }
  });

  it('folds letters of any script without moving what comes after them', () => {
    expect(patternOf('ÉTÉ').exec('İİ été')?.index).toBe(3);
    expect(patternOf('ΣΊΣΥΦΟΣ').test('σίσυφος')).toBe(true);
  });

  it('takes no more than so many characters', () => {
    const text = 'x'.repeat(maxSearchLength);
    expect(patternOf(`${text}y`).test(text)).toBe(true);
    expect(patternOf(text).test('x'.repeat(maxSearchLength - 1))).toBe(false);
  });

  it('goes through a full log', () => {
    const full = new LineStore();
    full.append(messages(maxHeldLines));
    const finder = new Finder(full);
    expect(finder.find('line 9', -1, undefined)).toMatchObject({ at: 11_111, count: 11_111 });
  });
});
