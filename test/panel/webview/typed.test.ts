import { describe, expect, it } from 'vitest';
import { Typed, maxTyped, maxTypedCharacters } from '../../../src/panel/webview/typed.ts';

describe('what was typed before', () => {
  it('comes back the newest first, then stops', () => {
    const typed = new Typed(['one', 'two']);
    expect(typed.older('')).toBe('two');
    expect(typed.older('two')).toBe('one');
    expect(typed.older('one')).toBeUndefined();
  });

  it('keeps the half-typed text while one looks at older ones', () => {
    const typed = new Typed(['one']);
    expect(typed.newer('half')).toBeUndefined();
    expect(typed.older('half')).toBe('one');
    expect(typed.newer('one')).toBe('half');
    expect(typed.newer('half')).toBeUndefined();
  });

  it('keeps a change to an older text until something is sent', () => {
    const typed = new Typed(['one', 'two']);
    typed.older('');
    expect(typed.older('two, changed')).toBe('one');
    expect(typed.newer('one')).toBe('two, changed');
    typed.add('two, changed');
    expect(typed.older('')).toBe('two, changed');
    expect(typed.older('')).toBe('two');
  });

  it('keeps no empty text and no repetition of the newest', () => {
    const typed = new Typed();
    for (const text of ['one', 'one', '', 'two', 'one']) typed.add(text);
    expect(typed.texts).toEqual(['one', 'two', 'one']);
  });

  it('keeps so many and no more', () => {
    const texts = Array.from({ length: maxTyped + 1 }, (_, index) => String(index));
    const typed = new Typed(texts.slice(0, maxTyped));
    expect(typed.texts).toHaveLength(maxTyped);
    typed.add('last');
    expect(typed.texts).toEqual([...texts.slice(1, maxTyped), 'last']);
    expect(new Typed(texts).texts).toEqual(texts.slice(1));
  });

  it('keeps so many characters and no more, but always the newest text', () => {
    const half = maxTypedCharacters / 2;
    const typed = new Typed(['a'.repeat(half), 'b'.repeat(half)]);
    expect(typed.texts).toHaveLength(2);
    typed.add('c');
    expect(typed.texts).toEqual(['b'.repeat(half), 'c']);
    typed.add('d'.repeat(maxTypedCharacters + 1));
    expect(typed.texts).toEqual(['d'.repeat(maxTypedCharacters + 1)]);
  });
});
