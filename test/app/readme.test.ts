import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { slashCommands } from '../../src/conversation/commands/slashCommands.ts';

const english = readFileSync('README.md', 'utf8');
const portuguese = readFileSync('README.pt-br.md', 'utf8');

/** How headings, lists, tables and pictures follow one another: what translation does not change. */
function shapeOf(text: string): string[] {
  return withoutCode(text)
    .split('\n')
    .flatMap(line => /^(?:#+|\||!\[|- |\d\. )/.exec(line)?.[0] ?? []);
}

function withoutCode(text: string): string {
  return text.replace(/^```.*?^```$/gms, '');
}

/** What stands between backticks in a text. */
const marked = (text: string): Set<string> =>
  new Set([...withoutCode(text).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code));

/** Where the pictures and links of a text lead that are in the repository. */
const places = (text: string): string[] =>
  [...text.matchAll(/\]\(([^)#]+)\)/g)].map(([, place = '']) => place).filter(place => !place.includes(':'));

const both = { english, portuguese };

describe.each(Object.entries(both))('the README in %s', (_, text) => {
  it('tells of every setting, and of none that is not', () => {
    const told = [...marked(text)].filter(code => code.startsWith('pychat.'));
    expect(told.sort()).toEqual(Object.keys(manifest.contributes.configuration.properties).sort());
  });

  it('tells of every slash command, and of none that is not', () => {
    const names = slashCommands.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
    const told = [...marked(text)].flatMap(code => /^\/([a-z]+|\?)(?= |$)/.exec(code)?.[1] ?? []);
    expect([...new Set(told)].filter(name => name !== 'text' && name !== 'texto').sort()).toEqual(
      names.sort(),
    );
  });

  it('leads nowhere that is not there', () => {
    const missing = places(text).filter(place => !existsSync(place));
    expect(missing).toEqual([]);
  });
});

describe('the two READMEs', () => {
  it('have the same headings, lists, tables and pictures', () => {
    expect(shapeOf(portuguese)).toEqual(shapeOf(english));
  });

  it('are linked with each other at the top', () => {
    expect(english.split('\n').slice(0, 5).join('\n')).toContain('(README.pt-br.md)');
    expect(portuguese.split('\n').slice(0, 5).join('\n')).toContain('(README.md)');
  });

  it('have the same examples', () => {
    const commands = (text: string): string[] => text.match(/^(?:npm|\/\w+) .*?(?= {2}|$)/gm) ?? [];
    expect(commands(portuguese)).toEqual(commands(english));
  });

  it('show the same pictures, each in its language', () => {
    const shown = (text: string): string[] => places(text).filter(place => place.endsWith('.png'));
    expect(shown(english).length).toBeGreaterThan(8);
    expect(shown(portuguese)).toEqual(shown(english).map(place => place.replace('.png', '.pt-br.png')));
  });
});

describe('the pictures', () => {
  it('are all shown, and small enough to be fetched with the sources', () => {
    const shown = new Set(places(english + portuguese));
    const files = globSync('docs/images/*.png').map(file => file.replaceAll(path.sep, '/'));
    expect(files.filter(file => !shown.has(file))).toEqual([]);
    expect(files.reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThan(2.5e6);
  });
});
