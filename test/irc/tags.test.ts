import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeTagValue, isTagKey, parseTags, serializeTags, unescapeTagValue } from '../../src/irc/tags.ts';

const text = fc.string({ unit: 'binary' });

describe('a tag value', () => {
  it('comes back from its escaped form, which holds nothing that would end it', () => {
    fc.assert(
      fc.property(text, value => {
        expect(unescapeTagValue(escapeTagValue(value))).toBe(value);
        expect(escapeTagValue(value)).not.toMatch(/[; \r\n]/);
      }),
    );
  });

  it.each([
    ['a;b', 'a\\:b'],
    ['a b', 'a\\sb'],
    ['a\\b', 'a\\\\b'],
    ['a\r\nb', 'a\\r\\nb'],
    [':', ':'],
  ])('%j is written %j', (value, escaped) => expect(escapeTagValue(value)).toBe(escaped));

  it.each([
    ['\\b', 'b'],
    ['a\\', 'a'],
    ['\\', ''],
    ['\\\\', '\\'],
    ['\\\\s', '\\s'],
    ['\\é', 'é'],
  ])('%j is read as %j', (escaped, value) => expect(unescapeTagValue(escaped)).toBe(value));
});

describe('tags', () => {
  it('are read back as they were written', () => {
    const key = fc.stringMatching(/^\+?(?:[a-z0-9.-]{1,10}\/)?[A-Za-z0-9-]{1,10}$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(key, text)), items => {
        const tags = new Map(items);
        expect(parseTags(serializeTags(tags))).toEqual(tags);
      }),
    );
  });

  it('are read from anything: bad keys are left out', () => {
    fc.assert(
      fc.property(text, given => {
        for (const key of parseTags(given).keys()) expect(isTagKey(key)).toBe(true);
      }),
    );
    expect(parseTags(';;=x;a b=1;é=2;ok=3;+=4;/x=5')).toEqual(new Map([['ok', '3']]));
  });

  it('count the last of two with one key, and the first equals sign', () => {
    expect(parseTags('a=1;a=2;b=x=y;c=')).toEqual(
      new Map([
        ['a', '2'],
        ['b', 'x=y'],
        ['c', ''],
      ]),
    );
  });

  it.each(['__proto__', 'constructor'])('may not be, or may, but never harm: %s', key => {
    const tags = parseTags(`${key}=1`);
    expect(tags.get('x')).toBeUndefined();
    expect(tags.has(key)).toBe(isTagKey(key));
  });

  it.each(['a', '+a', 'a-b', 'draft/reply', '+draft/react', 'example.com/foo-1', '0'])(
    'may have the key %j',
    key => expect(isTagKey(key)).toBe(true),
  );

  it.each(['', '+', '++a', 'a/', '/a', 'a/b/c', 'a=b', 'a;b', 'a b', 'a_b', 'é', 'a\n', 'a.b'])(
    'may not have the key %j',
    key => {
      expect(isTagKey(key)).toBe(false);
      expect(() => serializeTags(new Map([[key, '']]))).toThrow(RangeError);
    },
  );
});
