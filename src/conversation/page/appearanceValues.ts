import { oneOf } from '../../common/read.ts';
import { type Appearance, themes } from '../../panel/appearance.ts';

/** Sizes of letters that can be set, in pixels; 0 stands for the editor's. */
const fontSizes = { least: 8, most: 40 };
/** Line heights that can be set, in times of the font size. */
const lineHeights = { least: 1, most: 2.5, otherwise: 1.35 };
/** Fonts of one setting: the first that is there is used, and nobody needs more to choose from. */
const maxFonts = 8;
/** Characters of a font's name. */
const maxFontNameLength = 60;

/**
 * Makes an appearance of what the settings hold; what cannot be is replaced by the default.
 * @param setting gives the value of `pychat.NAME`, of whatever type
 */
export function appearanceFrom(setting: (name: keyof Appearance) => unknown): Appearance {
  return {
    theme: oneOf(themes)(setting('theme')) ?? 'cmd',
    colours: '',
    scanLines: setting('scanLines') === true,
    glow: setting('glow') === true,
    fontFamily: cleanFontFamily(setting('fontFamily')),
    fontSize: within(setting('fontSize'), { ...fontSizes, otherwise: 0 }),
    lineHeight: within(setting('lineHeight'), lineHeights),
    times: setting('times') === 'hover' ? 'hover' : 'always',
    typing: setting('typing') !== false,
  };
}

/** Names that CSS knows by itself: they stand without quotes. */
const genericFamilies = new Set(['monospace', 'ui-monospace', 'serif', 'sans-serif', 'system-ui']);

/**
 * A list of fonts as CSS takes it, each name in quotes: letters, digits, spaces and `.+_-` of a name are kept, so that
 * nothing in it can end the quotes or the rule. '' for what names no font.
 */
export function cleanFontFamily(value: unknown): string {
  if (typeof value !== 'string') return '';
  const names = value.split(',', maxFonts).map(name =>
    name
      .replace(/[^\p{L}\p{N} .+_-]/gu, '')
      .trim()
      .slice(0, maxFontNameLength)
      .toWellFormed(),
  );
  return names
    .filter(name => name !== '')
    .map(name => (genericFamilies.has(name) ? name : `"${name}"`))
    .join(', ');
}

function within(value: unknown, range: { least: number; most: number; otherwise: number }): number {
  const fits = typeof value === 'number' && value >= range.least && value <= range.most;
  return fits ? value : range.otherwise;
}
