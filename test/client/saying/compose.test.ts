import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeSay, sayable } from '../../../src/client/saying/compose.ts';
import { utf8Length } from '../../../src/irc/utf8.ts';

describe('cutting', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 3_000 }),
    fc
      .array(fc.constantFrom('\n', ' ', 'é', '👩‍👩‍👧', 'word ', 'x'.repeat(500), '\ud800'), { maxLength: 60 })
      .map(parts => parts.join('')),
  );
  const limits = fc.record({
    maxBytes: fc.integer({ min: 512, max: 5_000 }),
    maxLines: fc.integer({ min: 2, max: 20 }),
  });

  it('keeps every character, and every batch within its limits', () => {
    fc.assert(
      fc.property(texts, limits, fc.integer({ min: 100, max: 450 }), (text, multiline, textBytes) => {
        const clean = sayable(text);
        const units = composeSay(clean, textBytes, multiline);
        for (const unit of units) {
          expect(unit.length).toBeLessThanOrEqual(multiline.maxLines);
          expect(unit.some(part => part.text !== '')).toBe(true);
          const whole = unit
            .map((part, index) => (index === 0 || part.concat ? '' : '\n') + part.text)
            .join('');
          expect(utf8Length(whole)).toBeLessThanOrEqual(Math.max(multiline.maxBytes, textBytes));
          for (const part of unit) expect(utf8Length(part.text)).toBeLessThanOrEqual(textBytes);
        }
        const words = (parts: string): string => parts.replace(/[\n ]/g, '');
        expect(
          words(
            units
              .flat()
              .map(part => part.text)
              .join(''),
          ),
        ).toBe(words(clean));
      }),
    );
  });

  it('fills a batch to the last byte and line, line breaks counted', () => {
    const limits = { maxBytes: 600, maxLines: 400 };
    const lines = (count: number): string => Array.from({ length: count }, () => 'x').join('\n');
    expect(composeSay(lines(300), 400, limits)).toHaveLength(1);
    expect(composeSay(`${lines(300)}yz`, 400, limits)).toHaveLength(2);
    expect(composeSay('x'.repeat(600), 400, limits)).toHaveLength(1);
    expect(composeSay('x'.repeat(601), 400, limits)).toHaveLength(2);
    expect(composeSay(lines(100), 400, { ...limits, maxLines: 100 })).toHaveLength(1);
    expect(composeSay(lines(101), 400, { ...limits, maxLines: 100 })).toHaveLength(2);
  });

  it('without batches gives each line by itself', () => {
    fc.assert(
      fc.property(texts, text => {
        const clean = sayable(text);
        const lines = composeSay(clean, 400).map(unit => unit.map(part => part.text).join());
        expect(lines.every(line => line !== '')).toBe(true);
        if (utf8Length(clean) <= 400)
          expect(lines).toEqual(clean.split('\n').map(line => (line === '' ? ' ' : line)));
      }),
    );
  });
});
