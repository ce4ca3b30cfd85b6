import { hostilePatches } from '../../code/corpus/patches.ts';
import { languages, locations } from './names.ts';
import { characters, markup } from './texts.ts';

const fenced = (language: string, text: string, above = ''): string =>
  `${above === '' ? '' : `${above}\n`}~~~${language}\n${text}\n~~~`.replaceAll('~~~', '`'.repeat(20));

/** Grammars that may be asked to colour what is none of their language. */
const grammars = ['xml', 'html', 'javascript', 'markdown', 'css', 'php', 'bash', 'json'];

const ofLanguages = languages.map(language => fenced(language, 'const a = 1; // <b>', 'src/a.ts:1'));

const ofPlaces = locations.map(location => fenced('ts', 'const a = `<b>`;', location));

const ofTexts = [...markup, ...characters].map((text, index) =>
  fenced(grammars[index % grammars.length] ?? '', `${text}\n"${text}" /* ${text} */`, 'src/a.ts:1'),
);

/** Patches that no one may apply, and some that only pretend: the page shows them all. */
const ofPatches = [
  ...hostilePatches.map(([, , patch]) => patch.trimEnd()),
  ...markup.map(text => `--- a/${text}\n+++ b/${text}\n@@ -1 +1 @@ ${text}\n-${text}\n+${text}`),
  `--- a/x\n+++ b/x\n@@ -1,4294967296 +18446744073709551616,-1 @@\n${'+a\n-b\n'.repeat(3_000)}`,
  `--- a/${'x/'.repeat(5_000)}\n+++ b/${'\u0301'.repeat(5_000)}\n@@ -1 +1 @@\n+${'\u202e'.repeat(1_000)}`,
].map((patch, index) => fenced(index % 2 === 0 ? 'diff' : 'patch', patch, 'src/a.ts@1a2b3c4'));

/** What only looks like a block, or has no end. */
const broken = [
  '```',
  '```\n```',
  '```js',
  '```js\n',
  '````\n```\n````',
  'src/a.ts:1\n```',
  '```\n'.repeat(300),
  '``` `js`\nx\n```',
  'src/a.ts:1\nsrc/b.ts:2\n```diff\n@@\n',
  `${'`'.repeat(1_000)}\nx`,
];

/** Messages with blocks of code in them. */
export const blocks: readonly string[] = [...ofLanguages, ...ofPlaces, ...ofTexts, ...ofPatches, ...broken];
