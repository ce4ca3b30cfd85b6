import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packWords } from '../../../src/relay/delivery/packWords.ts';

describe('packWords', () => {
  test('fills a text to the byte', () => {
    expect(packWords(['ab', 'ã', 'c'], 5)).toEqual(['ab ã', 'c']);
    expect(packWords(['ab', 'ã', 'c'], 7)).toEqual(['ab ã c']);
    expect(packWords([], 5)).toEqual([]);
    expect(packWords(['toolong', 'a'], 5)).toEqual(['toolong', 'a']);
  });

  test('loses nothing and keeps order and bound', () => {
    const word = fc.stringMatching(/^[a-zã]{1,9}$/);
    fc.assert(
      fc.property(fc.array(word), fc.integer({ min: 18, max: 60 }), (words, maxBytes) => {
        const texts = packWords(words, maxBytes);
        expect(texts.flatMap(text => text.split(' '))).toEqual(words);
        for (const text of texts) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(maxBytes);
      }),
    );
  });
});
