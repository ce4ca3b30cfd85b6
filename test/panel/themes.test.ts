import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fontFiles, fontFolders } from '../../scripts/fonts.mjs';
import { themes } from '../../src/panel/appearance.ts';
import { stylesheets } from '../../src/panel/stylesheets.ts';
import { nickColours } from '../../src/panel/webview/look/colours.ts';
import { derivedColours } from '../../src/panel/webview/look/derivedColours.ts';

const read = (name: string): string =>
  readFileSync(path.join('media', name), 'utf8').replace(/\/\*[^]*?\*\//g, '');

/** The names that the rule with this selector gives values to. */
function variablesOf(sheet: string, selector: string): string[] {
  const rule =
    read(sheet)
      .split('}')
      .find(part => part.split('{')[0]?.trim() === selector) ?? '';
  return [...rule.matchAll(/--([\w-]+):/g)].map(match => match[1] ?? '');
}

/** All colours there are. */
const colours = Object.keys(derivedColours({ back: '#000000', text: '#ffffff' }) ?? {}).sort();
const of = (names: readonly string[]): string[] => names.filter(name => colours.includes(name)).sort();

describe('a theme', () => {
  it('gives every colour there is a value, as the usual one does', () => {
    expect(of(variablesOf('themes.css', 'body'))).toEqual(colours);
    for (let index = 0; index < nickColours; index += 1) expect(colours).toContain(`nick-${index}`);
  });

  it.each(themes.filter(theme => theme !== 'cmd' && theme !== 'vscode'))(
    '%s gives all of its own, but for the cursor and what follows from the text',
    theme => {
      const own = of(variablesOf('themes.css', `.theme-${theme}`)).filter(name => name !== 'caret');
      expect(own).toEqual(colours.filter(name => name !== 'caret' && name !== 'chrome'));
    },
  );

  it('of high contrast leaves none as it was', () => {
    const selector = 'body.vscode-high-contrast,\nbody.vscode-high-contrast-light';
    expect(of(variablesOf('highContrast.css', selector))).toEqual(colours.filter(name => name !== 'chrome'));
  });
});

describe('the style sheets', () => {
  it('are all linked', () => {
    // Where the page is not, its place has a style of its own.
    expect([...stylesheets, 'emptyPlace.css'].sort()).toEqual(
      globSync('media/*.css')
        .map(file => path.basename(file))
        .sort(),
    );
  });

  it('name colours in the themes alone', () => {
    for (const sheet of stylesheets.filter(name => name !== 'themes.css')) {
      expect([sheet, read(sheet).match(/#[\da-f]{3,8}\b(?=[^{}]*;)|\brgba?\(|\bhsla?\(/gi)]).toEqual([
        sheet,
        null,
      ]);
    }
  });

  it('use no variable that nobody gives a value', () => {
    const given = new Set(
      ['own-font', 'font-size', 'line-height'].concat(
        ...[...stylesheets].map(sheet =>
          [...read(sheet).matchAll(/--([\w-]+)\s*:/g)].map(match => match[1] ?? ''),
        ),
      ),
    );
    const scripts = globSync('src/panel/webview/**/*.ts')
      .map(file => readFileSync(file, 'utf8'))
      .join('\n');
    const unknown = stylesheets.flatMap(sheet =>
      [...read(sheet).matchAll(/var\(--([\w-]+)/g)]
        .map(match => match[1] ?? '')
        .filter(name => !name.startsWith('vscode-') && !given.has(name) && !scripts.includes(`'--${name}'`))
        .map(name => `${sheet}: --${name}`),
    );
    expect(unknown).toEqual([]);
  });

  it('load nothing but the fonts that go along, and all of those', () => {
    const loaded = stylesheets.flatMap(sheet =>
      [...read(sheet).matchAll(/url\(([^)]*)\)|@import/g)].map(match => match[1] ?? 'import'),
    );
    expect(loaded.sort()).toEqual([...fontFiles.keys()].map(name => `'../dist/fonts/${name}'`).sort());
  });
});

describe('the fonts', () => {
  it('are fonts, of packages with the free licence', () => {
    for (const file of fontFiles.values()) {
      expect(readFileSync(file).subarray(0, 4).toString('latin1')).toBe('wOF2');
    }
    for (const folder of fontFolders) {
      expect(readFileSync(path.join(folder, 'LICENSE'), 'utf8')).toContain(
        'SIL OPEN FONT LICENSE Version 1.1',
      );
    }
  });
});
