import { describe, expect, it } from 'vitest';
import { nickColour, nickColours } from '../../../../src/panel/webview/look/colours.ts';

describe('the colour of a nick', () => {
  it('is the same whatever the case', () => {
    expect(nickColour('Ana')).toBe(nickColour('aNA'));
    expect(nickColour('JOSÉ')).toBe(nickColour('josé'));
  });

  it('is always one of the colours, and all are used', () => {
    const used = new Set(Array.from({ length: 500 }, (_, index) => nickColour(`guest${index}`)));
    expect([...used].sort((a, b) => a - b)).toEqual(Array.from({ length: nickColours }, (_, index) => index));
  });

  it('stays what it was in earlier versions', () => {
    expect(['ana', 'bruno', 'carla', 'דנה', ''].map(nickColour)).toMatchInlineSnapshot(`
      [
        9,
        11,
        6,
        2,
        1,
      ]
    `);
  });
});
