import { describe, expect, it } from 'vitest';
import { isRightToLeft } from '../../../../src/panel/webview/prompt/direction.ts';

describe('the direction of a paragraph', () => {
  it.each([
    ['', false],
    ['ana', false],
    ['שלום', true],
    ['مرحبا', true],
    ['123 !? שלום ana', true],
    ['ana שלום', false],
    ['👍 ana', false],
  ])('of %j: right to left %j', (text, expected) => {
    expect(isRightToLeft(text, text.length)).toBe(expected);
    expect(isRightToLeft(text, 0)).toBe(expected);
  });

  it('is each line’s own', () => {
    const text = 'ana\nשלום\n';
    expect([0, 3, 4, 8, 9].map(offset => isRightToLeft(text, offset))).toEqual([
      false,
      false,
      true,
      true,
      false,
    ]);
  });
});
