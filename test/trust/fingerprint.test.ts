import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayFingerprint, fingerprintsOf, parseFingerprint } from '../../src/trust/fingerprint.ts';

const hex = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(bytes => Buffer.from(bytes).toString('hex'));
const one = 'ab'.repeat(32);

describe('a fingerprint', () => {
  it('is shown as pairs with colons between', () => {
    expect(displayFingerprint('0a1b2c')).toBe('0A:1B:2C');
    expect(displayFingerprint(one)).toHaveLength(95);
  });

  it('is read back as it is shown', () => {
    fc.assert(fc.property(hex, digits => parseFingerprint(displayFingerprint(digits)) === digits));
  });

  it.each([
    one,
    one.toUpperCase(),
    `  ${displayFingerprint(one)}\n`,
    `SHA256 Fingerprint=${displayFingerprint(one)}`,
    `sha256 Fingerprint=${displayFingerprint(one)}`,
    `SHA-256: ${one}`,
    one.replace(/(....)/g, '$1 '),
    displayFingerprint(one).replaceAll(':', '-'),
  ])('is read in the way any tool prints it: %j', text => {
    expect(parseFingerprint(text)).toBe(one);
  });

  it.each([
    '',
    one.slice(1),
    `${one}0`,
    `${one.slice(1)}g`,
    'ab'.repeat(20),
    `SHA1=${'ab'.repeat(32)}`,
    'ａb'.repeat(32),
    ' '.repeat(201),
    `${one}${' '.repeat(137)}`,
  ])('is not read from something else: %j', text => {
    expect(parseFingerprint(text)).toBeUndefined();
  });

  it('is read from 200 characters and not from 201', () => {
    expect(parseFingerprint(one + ' '.repeat(136))).toBe(one);
    expect(parseFingerprint(one + ' '.repeat(137))).toBeUndefined();
  });

  it('cannot be taken of bytes that are no certificate', () => {
    expect(() => fingerprintsOf(new Uint8Array())).toThrow();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), bytes => {
        expect(() => fingerprintsOf(bytes)).toThrow(Error);
      }),
      { numRuns: 50 },
    );
  });
});
