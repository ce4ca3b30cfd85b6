import { describe, expect, it } from 'vitest';
import { maxTypedServers, maxKeptTexts } from '../../../../src/panel/messageLimits.ts';
import { Typed, maxTypedCharacters } from '../../../../src/panel/webview/prompt/typed.ts';

const typedHere = (texts: readonly string[]): Typed => new Typed([['', texts]]);

describe('what was typed before', () => {
  it('comes back the newest first, then stops', () => {
    const typed = typedHere(['one', 'two']);
    expect(typed.older('')).toBe('two');
    expect(typed.older('two')).toBe('one');
    expect(typed.older('one')).toBeUndefined();
  });

  it('keeps the half-typed text while one looks at older ones', () => {
    const typed = typedHere(['one']);
    expect(typed.newer('half')).toBeUndefined();
    expect(typed.older('half')).toBe('one');
    expect(typed.newer('one')).toBe('half');
    expect(typed.newer('half')).toBeUndefined();
  });

  it('keeps a change to an older text until something is sent', () => {
    const typed = typedHere(['one', 'two']);
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
    const texts = Array.from({ length: maxKeptTexts + 1 }, (_, index) => String(index));
    const typed = typedHere(texts.slice(0, maxKeptTexts));
    expect(typed.texts).toHaveLength(maxKeptTexts);
    typed.add('last');
    expect(typed.texts).toEqual([...texts.slice(1, maxKeptTexts), 'last']);
    expect(typedHere(texts).texts).toEqual(texts.slice(1));
  });

  it('keeps so many characters and no more, but always the newest text', () => {
    const half = maxTypedCharacters / 2;
    const typed = typedHere(['a'.repeat(half), 'b'.repeat(half)]);
    expect(typed.texts).toHaveLength(2);
    typed.add('c');
    expect(typed.texts).toEqual(['b'.repeat(half), 'c']);
    typed.add('d'.repeat(maxTypedCharacters + 1));
    expect(typed.texts).toEqual(['d'.repeat(maxTypedCharacters + 1)]);
  });

  it('is walked on each server by itself', () => {
    const typed = new Typed([
      ['one', ['a', 'b']],
      ['two', ['c']],
    ]);
    typed.use('one');
    expect(typed.older('half')).toBe('b');
    typed.use('two');
    expect(typed.older('half')).toBe('c');
    expect(typed.older('c')).toBeUndefined();
    typed.use('three');
    expect(typed.older('half')).toBeUndefined();
    typed.add('d');
    expect(typed.state.map(([server]) => server)).toEqual(['one', 'two', 'three']);
    typed.use('one');
    typed.add('e');
    expect(typed.state).toEqual([
      ['two', ['c']],
      ['three', ['d']],
      ['one', ['a', 'b', 'e']],
    ]);
  });

  it('goes on with its walk when the server stays the same', () => {
    const typed = typedHere(['one', 'two']);
    typed.older('');
    typed.use('');
    expect(typed.older('two')).toBe('one');
  });

  it('is kept of so many servers and no more, those used last', () => {
    const all = Array.from({ length: maxTypedServers }, (_, index) => [`${index}`, ['x']] as const);
    const typed = new Typed(all);
    expect(typed.state).toEqual(all);
    typed.use('new');
    typed.add('y');
    expect(typed.state).toEqual([...all.slice(1), ['new', ['y']]]);
  });

  it('is kept of all servers up to so many characters together', () => {
    const half = 'a'.repeat(maxTypedCharacters / 2);
    const typed = new Typed([
      ['one', ['x', half]],
      ['two', [half]],
    ]);
    expect(typed.state).toEqual([
      ['one', [half]],
      ['two', [half]],
    ]);
    typed.use('two');
    typed.add('y');
    expect(typed.state).toEqual([['two', [half, 'y']]]);
  });

  it('is not for the disk when it was private or holds a secret, and comes back all the same', () => {
    const typed = new Typed();
    typed.add('hello');
    typed.add('between us', true);
    typed.add('/join #x KEY');
    expect(typed.unstored).toEqual(['between us', '/join #x KEY']);
    expect(typed.older('')).toBe('/join #x KEY');
    const again = new Typed(typed.state, typed.unstored);
    expect(again.unstored).toEqual(typed.unstored);
    for (let count = 0; count < maxKeptTexts; count++) typed.add(String(count));
    expect(typed.unstored).toEqual([]);
  });
});
