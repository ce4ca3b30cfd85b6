/** Red, green and blue, 0 to 255. */
type Rgb = readonly [red: number, green: number, blue: number];

/** The least contrast of text and what is behind it: https://www.w3.org/TR/WCAG22/#contrast-minimum */
export const minContrast = 4.5;

const black: Rgb = [0, 0, 0];
const white: Rgb = [255, 255, 255];

/** A page's two colours, all others being found for them. */
export interface ColourPair {
  /** Any colour that CSS gives as computed, or `#rrggbb`; opaque. */
  readonly back: string;
  readonly text: string;
}

/**
 * What each colour would be on a dark background and on a light one; there it is made lighter, here darker until it can
 * be read. Names are those of the variables without their dashes.
 */
const wanted: Readonly<Record<string, readonly [onDark: string, onLight: string]>> = {
  link: ['#61d6d6', '#006a9c'],
  private: ['#e07ad6', '#8b1a89'],
  good: ['#16c60c', '#0a6b0a'],
  warning: ['#f9f1a5', '#7a4f00'],
  error: ['#ff6b76', '#b3121d'],
  added: ['#16c60c', '#0a6b0a'],
  removed: ['#ff6b76', '#b3121d'],
  'syntax-keyword': ['#5a9cf0', '#0033cc'],
  'syntax-string': ['#ce9178', '#a31515'],
  'syntax-number': ['#b5cea8', '#09724a'],
  'syntax-comment': ['#6fa85c', '#3f6b1f'],
  'syntax-function': ['#dcdcaa', '#745500'],
  'syntax-type': ['#4ec9b0', '#1f6f87'],
  'syntax-variable': ['#9cdcfe', '#001f80'],
  'syntax-meta': ['#c586c0', '#9b1fb0'],
  'nick-0': ['#6c9cff', '#1f4fd0'],
  'nick-1': ['#16c60c', '#0a6b0a'],
  'nick-2': ['#61d6d6', '#00707a'],
  'nick-3': ['#ff6b76', '#b3121d'],
  'nick-4': ['#e07ad6', '#9b1fb0'],
  'nick-5': ['#f9f1a5', '#7a5a00'],
  'nick-6': ['#d7ba00', '#5c6600'],
  'nick-7': ['#ff9c5a', '#a8430a'],
  'nick-8': ['#4fb3ff', '#005f9e'],
  'nick-9': ['#8ce99a', '#2c6e3f'],
  'nick-10': ['#b9a0ff', '#5a3fc0'],
  'nick-11': ['#f2a7c3', '#a81f63'],
};

/**
 * All other colours of a page with these two: the values of the variables, by name without the dashes. On `back` and
 * on the backgrounds made from it each text colour has `minContrast`, but for `text` itself, which stays as it was chosen:
 * `chrome` takes its place in all that is no conversation. Undefined when one of the two is no colour.
 */
export function derivedColours(pair: ColourPair): Record<string, string> | undefined {
  const [back, text] = [readColour(pair.back), readColour(pair.text)];
  if (!back || !text) return undefined;
  const pole = poleFor(back, text);
  const chrome = readableOn({ backs: [back], pole }, text);
  const [codeBack, mentionBack] = [shade(back, chrome, 0.5), shade(back, chrome, 1)];
  const ground: Ground = { backs: [back, codeBack, mentionBack], pole };
  const readable = (colour: Rgb): string => css(readableOn(ground, colour));
  const hues = Object.entries(wanted).map(([name, [onDark, onLight]]) => [
    name,
    readable(readColour(pole === white ? onDark : onLight) ?? chrome),
  ]);
  const bright = readable(mix(chrome, pole, 0.5));
  const dim = css(dimOf(ground, chrome));
  return {
    ...(Object.fromEntries(hues) as Record<string, string>),
    ...{ back: css(back), text: css(text), chrome: css(chrome), bright, dim, focus: bright },
    ...{ border: dim, scrollbar: css(mix(chrome, back, 0.5)) },
    ...{ 'code-back': css(codeBack), 'mention-back': css(mentionBack), 'mention-text': bright },
    caret: css(caretOn(back)),
    ...{ 'select-back': css(chrome), 'select-text': css(back) },
  };
}

/** Contrast of two colours, 1 to 21: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio; 1 for what is no colour. */
export function contrastOf(one: string, other: string): number {
  const [first, second] = [readColour(one), readColour(other)];
  return first && second ? contrast(first, second) : 1;
}

/** `#rrggbb`, `#rgb` or `rgb(…)`; undefined for anything else and for what lets something shine through. */
export function readColour(text: string): Rgb | undefined {
  const hex = /^#(?:([\da-f]{2})([\da-f]{2})([\da-f]{2})|([\da-f])([\da-f])([\da-f]))$/i.exec(text.trim());
  const rgb = /^rgb\(\s*(\d{1,3})[,\s]+(\d{1,3})[,\s]+(\d{1,3})\s*\)$/.exec(text.trim());
  const parts = hex
    ? hex.slice(1).flatMap(part => (part ? [Number.parseInt(part.padStart(2, part), 16)] : []))
    : (rgb?.slice(1).map(Number) ?? []);
  const [red, green, blue] = parts;
  if (red === undefined || green === undefined || blue === undefined) return undefined;
  return [red, green, blue];
}

/** White or black: where colours go to be read better, on the text's own side of the background where there is room. */
function poleFor(back: Rgb, text: Rgb): Rgb {
  const [own, other] = luminance(text) > luminance(back) ? [white, black] : [black, white];
  return contrast(own, back) >= minContrast ? own : other;
}

/**
 * Another background beside `back`: away from the pole, so that all stays as readable; where there is no room, towards
 * it, as far as the text can still be read.
 */
function shade(back: Rgb, text: Rgb, strength: number): Rgb {
  const pole = poleFor(back, text);
  const away = mix(back, pole === white ? black : white, 0.3 * strength);
  if (contrast(away, back) > 1 + 0.15 * strength) return away;
  const towards = [1, 0.75, 0.5, 0.25].map(part => mix(back, pole, 0.12 * strength * part));
  return towards.find(nearer => contrast(nearer, text) >= minContrast) ?? back;
}

/** What colours must be read on, and where they go to be read better. */
interface Ground {
  readonly backs: readonly Rgb[];
  readonly pole: Rgb;
}

function isReadable({ backs }: Ground, colour: Rgb): boolean {
  return backs.every(back => contrast(colour, back) >= minContrast);
}

/** The nearest to `colour` on its way to the pole that can be read. */
function readableOn(ground: Ground, colour: Rgb): Rgb {
  for (let share = 0; share < 1; share += 0.04) {
    const mixed = mix(colour, ground.pole, share);
    if (isReadable(ground, mixed)) return mixed;
  }
  return ground.pole;
}

/** The text's colour, as near to the background as can still be read. */
function dimOf(ground: Ground, text: Rgb): Rgb {
  for (let share = 0.4; share > 0; share -= 0.04) {
    const mixed = mix(text, ground.backs[0] ?? text, share);
    if (isReadable(ground, mixed)) return mixed;
  }
  return text;
}

/** What the block is painted with, by difference: white, but on a grey in the middle that would leave nearly the same grey. */
function caretOn(back: Rgb): Rgb {
  const seen = (caret: Rgb): number => contrast(differenceOf(caret, back), back);
  return seen(white) >= seen(back) || seen(white) >= minContrast ? white : back;
}

function differenceOf(one: Rgb, other: Rgb): Rgb {
  return [Math.abs(one[0] - other[0]), Math.abs(one[1] - other[1]), Math.abs(one[2] - other[2])];
}

function mix(one: Rgb, other: Rgb, share: number): Rgb {
  const part = (index: 0 | 1 | 2): number => Math.round(one[index] + (other[index] - one[index]) * share);
  return [part(0), part(1), part(2)];
}

function contrast(one: Rgb, other: Rgb): number {
  const [first, second] = [luminance(one) + 0.05, luminance(other) + 0.05];
  return Math.max(first, second) / Math.min(first, second);
}

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(colour: Rgb): number {
  const [red = 0, green = 0, blue = 0] = colour.map(part => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function css(colour: Rgb): string {
  return `#${colour.map(part => part.toString(16).padStart(2, '0')).join('')}`;
}
