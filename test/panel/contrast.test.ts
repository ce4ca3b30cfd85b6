import { describe, expect, it } from 'vitest';
import { colourPair, consoleColours, parseColours } from '../../src/chat/consoleColours.ts';
import {
  contrastOf,
  derivedColours,
  minContrast,
  readColour,
} from '../../src/panel/webview/look/derivedColours.ts';

/** Every pair that `color` takes. */
const pairs = consoleColours.flatMap(back =>
  consoleColours.filter(text => text !== back).map(text => ({ back, text })),
);

const backgrounds = ['back', 'code-back', 'mention-back'];
const isText = (name: string): boolean => !/back$|^(?:border|scrollbar|caret|focus|select-text)$/.test(name);

describe('contrast', () => {
  it('is that of the specification', () => {
    expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21);
    expect(contrastOf('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
    expect(contrastOf('rgb(118, 118, 118)', '#fff')).toBeCloseTo(4.54, 2);
    expect(contrastOf('#ffffff', '#ffffff')).toBe(1);
  });

  it('is 1 for what is no opaque colour', () => {
    for (const text of ['', 'red', '#12345', '#12345678', 'rgba(0, 0, 0, 0.5)', 'color(srgb 0 0 0)']) {
      expect(readColour(text)).toBeUndefined();
      expect(contrastOf(text, '#ffffff')).toBe(1);
    }
  });
});

describe('colours made from two', () => {
  it('can be read, for every pair of the console', () => {
    expect(pairs).toHaveLength(240);
    const unreadable = pairs.flatMap(pair => {
      const colours = derivedColours(pair) ?? {};
      return Object.entries(colours)
        .filter(([name]) => isText(name) && name !== 'text')
        .flatMap(([name, colour]) =>
          backgrounds
            .filter(back => contrastOf(colour, colours[back] ?? '') < minContrast)
            .map(back => `${name} ${colour} on ${back} ${colours[back]} for ${pair.text} on ${pair.back}`),
        );
    });
    expect(unreadable).toEqual([]);
  });

  it('leave the two as they are, and all but the conversation has the text’s where that can be read', () => {
    for (const pair of pairs) {
      const { back, text, ...others } = derivedColours(pair) ?? {};
      expect({ back, text }).toEqual(pair);
      expect([others['select-back'], others['select-text']]).toEqual([others.chrome, back]);
      const isReadable = contrastOf(pair.back, pair.text) >= minContrast;
      expect(others.chrome === text).toBe(isReadable);
      expect(contrastOf(others.chrome ?? '', pair.back)).toBeGreaterThanOrEqual(minContrast);
    }
  });

  it('tell twelve nicks apart where there is room for colours', () => {
    for (const pair of [
      { back: '#000000', text: '#c0c0c0' },
      { back: '#ffffff', text: '#000000' },
      { back: '#000080', text: '#ffff00' },
    ]) {
      const colours = derivedColours(pair) ?? {};
      const nicks = Array.from({ length: 12 }, (_, index) => colours[`nick-${index}`]);
      expect(new Set(nicks).size).toBe(12);
    }
  });

  it('show the block cursor on each background', () => {
    for (const pair of pairs) {
      const caret = readColour(derivedColours(pair)?.caret ?? '') ?? [0, 0, 0];
      const back = readColour(pair.back) ?? [0, 0, 0];
      // As `mix-blend-mode: difference` paints it: https://www.w3.org/TR/compositing-1/#blendingdifference
      const seen = caret.map((part, index) => Math.abs(part - (back[index] ?? 0)));
      expect([pair.back, contrastOf(`rgb(${seen.join(', ')})`, pair.back) > 3]).toEqual([pair.back, true]);
    }
  });

  it('are none where one of the two is no colour', () => {
    expect(derivedColours({ back: 'rgba(0, 0, 0, 0.5)', text: '#ffffff' })).toBeUndefined();
    expect(derivedColours({ back: '#ffffff', text: '' })).toBeUndefined();
  });
});

describe('color', () => {
  it.each([
    ['0A', '0A'],
    [' 1f ', '1F'],
    ['a', '0A'],
    ['', ''],
    ['  ', ''],
  ])('takes %j as %j', (text, expected) => {
    expect(parseColours(text)).toBe(expected);
  });

  it.each(['00', 'ff', '0', 'G', '0G', '0A1', '0 A', '-1', '٠١'])('refuses %j', text => {
    expect(parseColours(text)).toBeUndefined();
  });

  it('has the console’s colours: the first digit is the background', () => {
    expect(colourPair('0A')).toEqual({ back: '#000000', text: '#00ff00' });
    expect(colourPair('17')).toEqual({ back: '#000080', text: '#c0c0c0' });
    expect(colourPair('F8')).toEqual({ back: '#ffffff', text: '#808080' });
    expect(new Set(consoleColours).size).toBe(16);
  });

  it('has no colours for nothing and for what it refuses', () => {
    for (const colours of ['', '00', 'red', '0A0A']) expect(colourPair(colours)).toBeUndefined();
  });
});
