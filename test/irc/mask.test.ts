import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completeMask, matchMask } from '../../src/irc/mask.ts';

const plain = fc.string({ unit: 'binary' }).map(text => text.replace(/[*?]/g, ''));
const masks = fc.array(fc.oneof(plain, fc.constant('*'), fc.constant('?'))).map(parts => parts.join(''));

/** What a mask means, said the other way: slow, and short enough to be plainly right. */
function slowMatch(mask: string, text: string): boolean {
  const escaped = mask.toLowerCase().replaceAll('.', '\\.');
  const source = escaped.replaceAll('?', '.').replaceAll('*', '.*');
  return new RegExp(`^${source}$`, 'su').test(text.toLowerCase());
}

describe('a mask', () => {
  it.each([
    ['*', '', true],
    ['*', 'anything', true],
    ['', '', true],
    ['', 'a', false],
    ['?', '', false],
    ['?', 'a', true],
    ['?', 'ab', false],
    ['a*', 'b', false],
    ['*b', 'aab', true],
    ['*a*b*c*', 'xxaxxbxxcxx', true],
    ['*a*b*c*', 'xxcxxbxxaxx', false],
    ['a**b', 'ab', true],
    ['*aab', 'aaab', true],
    ['#ch?t', '#chat', true],
    ['Ann!*@*.EXAMPLE', 'aNN!x@host.example', true],
    ['a[b]', 'a{b}', false],
    ['É', 'é', false],
    ['?!*@*', '😀!x@y', true],
    ['*?', '😀', true],
    ['??', '😀', false],
  ])('%j fits %j: %j', (mask, text, expected) => {
    expect(matchMask(mask, text)).toBe(expected);
  });

  it('without wildcards fits itself and nothing else', () => {
    fc.assert(
      fc.property(plain, plain, (one, other) => {
        expect(matchMask(one, one)).toBe(true);
        const same = one.toLowerCase() === other.toLowerCase();
        if (!same) expect(matchMask(one, other)).toBe(false);
      }),
    );
  });

  it('fits what a pattern of the same meaning fits', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'B', '!', '.', '😀') });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '!', '.', '😀', '*', '?') });
    fc.assert(
      fc.property(pattern, letters, (mask, text) => {
        expect(matchMask(mask, text)).toBe(slowMatch(mask, text));
      }),
      { numRuns: 2000 },
    );
  });

  it('fits a text with anything in place of a star', () => {
    fc.assert(
      fc.property(plain, plain, plain, (head, middle, tail) => {
        expect(matchMask(`${head}*${tail}`, head + middle + tail)).toBe(true);
      }),
    );
  });

  it('takes a number of steps that grows with the lengths multiplied, not faster', () => {
    const started = performance.now();
    expect(matchMask('*a'.repeat(200) + 'b', 'a'.repeat(400))).toBe(false);
    expect(matchMask('*' + 'a'.repeat(200) + 'b', 'a'.repeat(4000))).toBe(false);
    // Where stars multiply, this would outlast the universe.
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('completing a mask', () => {
  it.each([
    ['ann', 'ann!*@*'],
    ['ann!', 'ann!*@*'],
    ['ann!x', 'ann!x@*'],
    ['x@host', '*!x@host'],
    ['@host', '*!*@host'],
    ['ann!@', 'ann!*@*'],
    ['ann!*@*', 'ann!*@*'],
    ['ann@b!c', '*!ann@b!c'],
    ['host.example', '*!*@host.example'],
    ['192.0.2.1', '*!*@192.0.2.1'],
    ['2001:db8::1', '*!*@2001:db8::1'],
    ['***', '*!*@*'],
    ['a**b!**@**', 'a*b!*@*'],
    ['', '*!*@*'],
  ])('%j means %j', (typed, whole) => {
    expect(completeMask(typed)).toBe(whole);
  });

  it('of a whole mask changes nothing', () => {
    fc.assert(
      fc.property(masks, mask => {
        const whole = completeMask(mask);
        expect(completeMask(whole)).toBe(whole);
        expect(whole).toMatch(/^[^]*![^]*@[^]*$/);
      }),
    );
  });
});
