import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { appearanceFrom, cleanFontFamily } from '../../src/conversation/page/appearanceValues.ts';
import { themes } from '../../src/panel/appearance.ts';

const usual = appearanceFrom(() => undefined);
const withSetting = (name: string, value: unknown) =>
  appearanceFrom(asked => (asked === name ? value : undefined));

interface Property {
  readonly default: unknown;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly enumItemLabels?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
}

const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  contributes: { configuration: { properties: Record<string, Property> } };
};
const property = (name: string): Property => contributes.configuration.properties[`pychat.${name}`]!;
const { colours, ...settings } = usual;

describe('the look', () => {
  it('is an old command prompt’s as long as nothing is set', () => {
    expect(usual).toEqual({
      theme: 'cmd',
      colours: '',
      scanLines: false,
      glow: false,
      fontFamily: '',
      fontSize: 0,
      lineHeight: 1.35,
      times: 'always',
      typing: true,
    });
    expect(colours).toBe('');
  });

  it('has the defaults that the settings page shows', () => {
    const shown = Object.fromEntries(Object.keys(settings).map(name => [name, property(name).default]));
    expect(shown).toEqual(settings);
  });

  it('is each of the themes that can be chosen, all of which are described', () => {
    const { enum: names = [], enumDescriptions = [], enumItemLabels = [] } = property('theme');
    expect(names).toEqual(themes);
    expect(names.map(name => withSetting('theme', name).theme)).toEqual(names);
    expect(enumDescriptions).toEqual(names.map(name => `%setting.theme.${name}%`));
    expect(enumItemLabels).toEqual(names.map(name => `%setting.theme.${name}.label%`));
  });

  it('takes what is on or off only when it is just that', () => {
    expect(withSetting('scanLines', true).scanLines).toBe(true);
    expect(withSetting('glow', true).glow).toBe(true);
    expect(withSetting('typing', false).typing).toBe(false);
    expect(withSetting('times', 'hover').times).toBe('hover');
    for (const value of ['true', 1, {}, null]) {
      expect(withSetting('scanLines', value)).toEqual(usual);
      expect(withSetting('typing', value)).toEqual(usual);
      expect(withSetting('times', value)).toEqual(usual);
    }
  });

  it.each([
    ['fontSize', 8, 40],
    ['lineHeight', 1, 2.5],
  ] as const)('takes a %s of %d to %d, nothing beyond', (name, least, most) => {
    expect(withSetting(name, least)[name]).toBe(least);
    expect(withSetting(name, most)[name]).toBe(most);
    for (const value of [least - 0.1, most + 0.1, Number.NaN, Infinity, -1, `${least}`, null, [least]]) {
      expect(withSetting(name, value)[name]).toBe(usual[name]);
    }
    expect(property(name).maximum).toBe(most);
  });

  it('of an unknown theme is the usual one', () => {
    for (const value of ['', 'CMD', 'constructor', 3, undefined, ['green']]) {
      expect(withSetting('theme', value).theme).toBe('cmd');
    }
  });
});

describe('a font', () => {
  it.each([
    ['Fira Code', '"Fira Code"'],
    [`'JetBrains Mono', "Fira Code" , monospace`, '"JetBrains Mono", "Fira Code", monospace'],
    ['Menlo,,  ,', '"Menlo"'],
    ['更纱黑体 Mono', '"更纱黑体 Mono"'],
    ['', ''],
  ])('%j becomes %j', (text, expected) => {
    expect(cleanFontFamily(text)).toBe(expected);
  });

  it.each([
    `x"; background: url(https://evil.test/)`,
    'x} body { display: none',
    'a\\22 b',
    'a\nb\u0000c',
    '/* x',
    'var(--back)',
    '<style>',
    '\u202Eevil',
    '\uD800',
  ])('cannot break out of its quotes with %j', text => {
    expect(cleanFontFamily(text)).toMatch(/^(?:"[\p{L}\p{N} .+_-]+")?$/u);
  });

  it('has at most 60 characters, and there are at most 8', () => {
    expect(cleanFontFamily('x'.repeat(61))).toBe(`"${'x'.repeat(60)}"`);
    expect(cleanFontFamily('x'.repeat(60))).toBe(`"${'x'.repeat(60)}"`);
    expect(cleanFontFamily('a,'.repeat(9)).split(', ')).toHaveLength(8);
    expect(cleanFontFamily('a,'.repeat(7)).split(', ')).toHaveLength(7);
  });

  it('that is no text is none', () => {
    for (const value of [undefined, null, 3, ['Menlo'], {}]) expect(cleanFontFamily(value)).toBe('');
  });
});
