import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { slashCommands } from '../../src/conversation/commands/slashCommands.ts';

const read = (file: string): string => readFileSync(file, 'utf8');

const readmes = { english: 'README.md', portuguese: 'README.pt-br.md' };
const panels = { english: 'docs/panel.md', portuguese: 'docs/panel.pt-br.md' };

/** A page without what is for those who write clients, which is in English only. */
const forUsers = (file: string): string => read(file).split('\n## On the wire\n')[0] ?? '';

/** How headings, lists, tables and pictures follow one another: what translation does not change. */
function shapeOf(text: string): string[] {
  return withoutCode(text)
    .split('\n')
    .flatMap(line => /^(?:#+|\||!\[|- |\d\. )/.exec(line)?.[0] ?? []);
}

function withoutCode(text: string): string {
  return text.replace(/^(`{3,}).*?^\1$/gms, '');
}

/** The code spans of a text. */
const marked = (text: string): Set<string> =>
  new Set([...withoutCode(text).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code));

/** The slash commands in the code spans of a text. */
function commandsIn(text: string): string[] {
  const names = [...marked(text)].flatMap(code => /^\/([a-z]+|\?)(?= |$)/.exec(code)?.[1] ?? []);
  return [...new Set(names)].sort();
}

/** The links and pictures of a text that lead into the repository. */
const links = (text: string): string[] =>
  [...withoutCode(text).matchAll(/\]\(([^)]+)\)/g)]
    .map(([, link = '']) => link)
    .filter(link => !link.includes(':'));

/** The address of a heading on its page, as GitHub makes it. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

function anchorsOf(file: string): string[] {
  return [...withoutCode(read(file)).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));
}

function isThere(from: string, link: string): boolean {
  const [place = '', anchor] = link.split('#');
  const file = place === '' ? from : path.posix.join(path.posix.dirname(from), place);
  return existsSync(file) && (anchor === undefined || anchorsOf(file).includes(anchor));
}

const picturesOf = (file: string): string[] =>
  links(read(file))
    .filter(link => link.endsWith('.png'))
    .map(link => path.posix.join(path.posix.dirname(file), link));

const allCommands = slashCommands.flatMap(({ name, aliases = [] }) => [name, ...aliases]).sort();

describe.each(Object.values(readmes))('%s', file => {
  it('lists every setting, and no other', () => {
    const listed = [...marked(read(file))].filter(code => code.startsWith('pychat.'));
    expect(listed.sort()).toEqual(Object.keys(manifest.contributes.configuration.properties).sort());
  });

  it('names only slash commands that exist', () => {
    expect(commandsIn(read(file)).filter(name => !allCommands.includes(name))).toEqual([]);
  });
});

describe.each(Object.values(panels))('%s', file => {
  it('lists every slash command, and no other', () => {
    expect(commandsIn(forUsers(file))).toEqual(allCommands);
  });

  it('names only settings that exist', () => {
    const named = [...marked(forUsers(file))].filter(code => code.startsWith('pychat.'));
    const settings = Object.keys(manifest.contributes.configuration.properties);
    expect(named.filter(name => !settings.includes(name))).toEqual([]);
  });
});

describe.each([...Object.values(readmes), ...Object.values(panels)])('the links of %s', file => {
  it('lead to files and headings that exist', () => {
    expect(links(read(file)).filter(link => !isThere(file, link))).toEqual([]);
  });
});

describe.each([readmes, panels])('$english and $portuguese', ({ english, portuguese }) => {
  it('have the same headings, lists, tables and pictures', () => {
    expect(shapeOf(forUsers(portuguese))).toEqual(shapeOf(forUsers(english)));
  });

  it('are linked with each other at the top', () => {
    const top = (file: string): string => read(file).split('\n').slice(0, 5).join('\n');
    expect(top(english)).toContain(`(${path.basename(portuguese)})`);
    expect(top(portuguese)).toContain(`(${path.basename(english)})`);
  });

  it('have the same examples', () => {
    const examples = (file: string): string[] => read(file).match(/^(?:npm|\/\w+) .*?(?= {2}|$)/gm) ?? [];
    expect(examples(portuguese)).toEqual(examples(english));
  });

  it('show the same pictures, each in its language', () => {
    expect(picturesOf(english).length).toBeGreaterThan(1);
    expect(picturesOf(portuguese)).toEqual(
      picturesOf(english).map(place => place.replace('.png', '.pt-br.png')),
    );
  });
});

describe('the READMEs', () => {
  it.each(Object.values(readmes))('%s has at most 2100 words', file => {
    expect(read(file).split(/\s+/).filter(Boolean).length).toBeLessThanOrEqual(2100);
  });
});

describe('the pictures', () => {
  it('are all shown, and small enough to be fetched with the sources', () => {
    const shown = new Set([...Object.values(readmes), ...Object.values(panels)].flatMap(picturesOf));
    const files = globSync('docs/images/*.png').map(file => file.replaceAll(path.sep, '/'));
    expect(files.filter(file => !shown.has(file))).toEqual([]);
    expect(files.reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThan(2.5e6);
  });
});
