import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitByBytes, utf8Length } from '../../src/irc/utf8.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 120 }),
  fc.string({ unit: 'grapheme', maxLength: 120 }),
  fc
    .array(fc.constantFrom('olá ', ' ', 'a', '👩‍👩‍👧‍👦', '🇧🇷', 'e\u0301', '\ud800', '\udc00', 'नि', '\r\n'), {
      maxLength: 60,
    })
    .map(parts => parts.join('')),
);
const size = fc.integer({ min: 4, max: 60 });
const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The indexes between what is read as characters. */
function boundaries(whole: string): Set<number> {
  return new Set([...segmenter.segment(whole)].map(({ index }) => index));
}

describe('the length in UTF-8', () => {
  it('is what encoding gives', () => {
    fc.assert(
      fc.property(text, whole => {
        expect(utf8Length(whole)).toBe(Buffer.byteLength(whole));
      }),
    );
  });
});

describe('splitting by bytes', () => {
  it('gives parts that are short enough and joined give the text again', () => {
    fc.assert(
      fc.property(text, size, (whole, maxBytes) => {
        const parts = splitByBytes(whole, maxBytes);
        expect(parts.join('')).toBe(whole);
        for (const part of parts) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(maxBytes);
        expect(parts.length === 1 || parts.every(part => part !== '')).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('gives parts that can be sent: no pair of surrogates is cut', () => {
    fc.assert(
      fc.property(text, size, (whole, maxBytes) => {
        fc.pre(whole.isWellFormed());
        for (const part of splitByBytes(whole, maxBytes)) expect(part.isWellFormed()).toBe(true);
      }),
    );
  });

  it('never cuts inside what is read as one character, if that fits', () => {
    fc.assert(
      fc.property(text, size, (whole, maxBytes) => {
        const longest = Math.max(
          0,
          ...[...segmenter.segment(whole)].map(({ segment }) => utf8Length(segment)),
        );
        fc.pre(longest <= maxBytes);
        const between = boundaries(whole);
        let at = 0;
        for (const part of splitByBytes(whole, maxBytes).slice(0, -1)) {
          at += part.length;
          expect(between.has(at)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('prefers to cut after a space', () => {
    expect(splitByBytes('one two three', 9)).toEqual(['one two ', 'three']);
    expect(splitByBytes('a bcdefghijkl', 9)).toEqual(['a bcdefgh', 'ijkl']);
    expect(splitByBytes('        ', 4)).toEqual(['    ', '    ']);
  });

  it('keeps whole what fits to the byte', () => {
    expect(splitByBytes('éé', 4)).toEqual(['éé']);
    expect(splitByBytes('ééa', 4)).toEqual(['éé', 'a']);
    expect(splitByBytes('', 4)).toEqual(['']);
    expect(splitByBytes('🎉🎉', 4)).toEqual(['🎉', '🎉']);
  });

  it('cuts a tower of marks between code points, and comes to an end', () => {
    const tower = `a${'\u0301'.repeat(1_000)}`;
    const parts = splitByBytes(tower, 16);
    expect(parts.join('')).toBe(tower);
    for (const part of parts) expect(utf8Length(part)).toBeLessThanOrEqual(16);
  });

  it('refuses parts that hold no code point', () => {
    expect(() => splitByBytes('a', 3)).toThrow(RangeError);
    expect(splitByBytes('a', 4)).toEqual(['a']);
  });

  it('takes a paste of 64 KiB in its stride', () => {
    const started = performance.now();
    const paste = 'olá, mundo! '.repeat(5_500);
    expect(splitByBytes(paste, 350).join('')).toBe(paste);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
