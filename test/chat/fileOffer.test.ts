import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FileOffer } from '../../src/chat/event.ts';
import {
  fileOfferTag,
  fileOfferText,
  maxOfferedNameLength,
  parseFileOffer,
  serializeFileOffer,
  sizeText,
} from '../../src/chat/fileOffer.ts';
import { maxClientTagBytes } from '../../src/irc/limits.ts';
import { isTagKey, parseTags, serializeTags } from '../../src/irc/tags.ts';
import { utf8Length } from '../../src/irc/utf8.ts';

const hash = 'ab12cd34'.repeat(8);
const offer: FileOffer = { id: 'f1', secret: 'Zm9v_bar-1', name: 'my notes.zip', size: 12_300_000, hash };

const word = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
const offers: fc.Arbitrary<FileOffer> = fc.record({
  id: word,
  secret: word,
  size: fc.maxSafeNat(),
  hash: fc.stringMatching(/^[0-9a-f]{64}$/),
  name: fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
    .filter(name => !/[\x00-\x1f\x7f]/.test(name) && name.isWellFormed()), // eslint-disable-line no-control-regex -- these cannot be said
});

describe('the offer of a file', () => {
  it('reads as it was written, also through the escapes of a tag', () => {
    fc.assert(
      fc.property(offers, one => {
        const value = serializeFileOffer(one);
        expect(parseFileOffer(value)).toEqual(one);
        const tags = parseTags(serializeTags(new Map([[fileOfferTag, value]])));
        expect(tags.get(fileOfferTag)).toBe(value);
      }),
    );
  });

  it('is read from anything without a surprise: either not at all, or as what writes the same', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), offers.map(serializeFileOffer)), value => {
        const read = parseFileOffer(value);
        if (read !== undefined) expect(serializeFileOffer(read)).toBe(value);
      }),
    );
  });

  it('goes along in a tag that a client may send', () => {
    expect(isTagKey(fileOfferTag)).toBe(true);
    const longest = { ...offer, name: ';'.repeat(maxOfferedNameLength), id: 'i'.repeat(64) };
    const wide = { ...longest, name: '語'.repeat(maxOfferedNameLength) };
    for (const one of [longest, wide])
      expect(utf8Length(serializeTags(new Map([[fileOfferTag, serializeFileOffer(one)]])))).toBeLessThan(
        maxClientTagBytes / 2,
      );
  });

  it.each<[string, Partial<FileOffer>]>([
    ['an empty name', { name: '' }],
    ['a name with a line feed', { name: 'a\nb' }],
    ['a name with NUL', { name: 'a\0b' }],
    ['a name with half a surrogate', { name: 'a\ud800' }],
    ['a name that is too long', { name: 'n'.repeat(maxOfferedNameLength + 1) }],
    ['an empty id', { id: '' }],
    ['an id with a space', { id: 'a b' }],
    ['an id that is too long', { id: 'i'.repeat(65) }],
    ['a secret with a letter outside ASCII', { secret: 'é' }],
    ['a size below nothing', { size: -1 }],
    ['a size with a fraction', { size: 1.5 }],
    ['a size that no number holds exactly', { size: Number.MAX_SAFE_INTEGER + 1 }],
    ['a hash in capitals', { hash: hash.toUpperCase() }],
    ['a hash that is too short', { hash: hash.slice(1) }],
  ])('is refused with %s', (_, change) => {
    expect(() => serializeFileOffer({ ...offer, ...change })).toThrow(RangeError);
  });

  it('is taken up to the edges', () => {
    for (const change of [
      { name: 'n'.repeat(maxOfferedNameLength) },
      { id: 'i'.repeat(64) },
      { size: 0 },
      { size: Number.MAX_SAFE_INTEGER },
    ])
      expect(parseFileOffer(serializeFileOffer({ ...offer, ...change }))).toEqual({ ...offer, ...change });
  });

  it('is not read where a field is missing or written otherwise', () => {
    const value = serializeFileOffer(offer);
    for (const wrong of [
      '',
      'f1',
      ` ${value}`,
      value.replace('12300000', '012300000'),
      value.replace(' ', '  '),
    ])
      expect(parseFileOffer(wrong)).toBeUndefined();
  });
});

describe('the text for clients that do not know the tag', () => {
  it('tells name, size and the beginning of the hash', () => {
    expect(fileOfferText(offer)).toBe('[file] my notes.zip (12.3 MB, sha256 ab12cd34…)');
  });

  it('stays one line whatever the name', () => {
    expect(fileOfferText({ ...offer, name: 'a\nb\u202egpj.exe' })).toBe(
      '[file] a b⟨U+202E⟩gpj.exe (12.3 MB, sha256 ab12cd34…)',
    );
  });
});

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [999_949, '999.9 kB'],
  [999_950, '1.0 MB'],
  [2 * 1024 ** 3, '2.1 GB'],
  [Number.MAX_SAFE_INTEGER, '9.0 PB'],
])('%i bytes read as %s', (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});
