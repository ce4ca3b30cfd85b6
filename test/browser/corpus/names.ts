import { addresses, characters, markup } from './texts.ts';

const marks = `a${'\u0301'.repeat(120)}`;

/** Nicks, and what else is one word: servers other than ours let more through than ours does. */
export const nicks: readonly string[] = [
  ...markup,
  ...characters,
  ...addresses.slice(0, 8),
  marks,
  'W'.repeat(128),
  '\ufdfd'.repeat(128),
  '\u0f74'.repeat(128),
  '👨‍👩‍👧‍👦'.repeat(11),
  '\u05d0'.repeat(128),
  'ana: no, **PyChat**',
  '> <admin> hello',
];

/** The rooms of a hostile server. */
export const rooms: readonly string[] = nicks.map(nick => `#${nick}`);

/** Names that files are offered under. */
export const fileNames: readonly string[] = [
  ...markup.map(text => `${text}.png`),
  ...characters.map(text => `x${text}.txt`),
  '../../../.bashrc',
  '..\\..\\x.bat',
  '/etc/passwd',
  'C:\\Windows\\System32\\x.dll',
  '\\\\evil.test\\share\\x',
  '.git/hooks/pre-commit',
  'CON',
  'nul.txt',
  'x.txt:stream',
  'invoice.pdf                                                                        .exe',
  'photo\u202egpj.exe',
  '-rf',
  '.',
  '..',
  'x'.repeat(255),
  '\u0301'.repeat(255),
  '\ufdfd'.repeat(255),
  '$(touch x).sh; rm -rf ~ & `x` | x',
];

/** What blocks of code say they are written in. */
export const languages: readonly string[] = [
  ...markup.map(text => text.replace(/\s.*/su, '')),
  ...characters.map(text => text.replace(/\s.*/su, '')),
  '__proto__',
  'constructor',
  'toString',
  'hljs',
  '../syntax',
  'javascript"><img/src=x/onerror=posted.push(0)>',
  'js;x',
  'css}*{display:none}',
  '-',
  '\u0301'.repeat(40),
  '\ufdfd'.repeat(40),
  'x'.repeat(41),
  'x'.repeat(10_000),
];

/** What stands where a place in code would. */
export const locations: readonly string[] = [
  '../../etc/passwd:1',
  '/etc/passwd:1',
  'C:\\Windows\\win.ini:1',
  'C:/x.ts:1',
  '\\\\evil.test\\share\\a.ts:1',
  '//evil.test/a.ts:1',
  'file:///etc/passwd.txt:1',
  'vscode-remote://ssh/a.ts:1',
  '~/.ssh/id_rsa.pub:1',
  '%7E/x.ts:1',
  'src/../../x.ts:1',
  './../x.ts:1',
  '%2e%2e/%2e%2e/x.ts:1',
  '%252e%252e/x.ts:1',
  'src/%00.ts:1',
  'src/%0a.ts:1',
  'src/%E2%80%AE.ts:1',
  'src/\u202ets.a:1',
  'src/%ff%fe.ts:1',
  'src/%3Cimg%20src=x%20onerror=posted.push(0)%3E.ts:1',
  'src/%22%20onclick=%22posted.push(0).ts:1',
  'src/<script>.ts:1',
  'src/javascript%3Aposted.push(0).ts:1',
  '.git/hooks/pre-commit.sh:1',
  'src/NUL.ts:1',
  'src/a.ts:0',
  'src/a.ts:99999999',
  'src/a.ts:99999999999999999999',
  'src/a.ts:10-1',
  'src/a.ts:1-10000000',
  'src/a.ts:1:1:1:1',
  `src/a.ts:1@${'0'.repeat(41)}`,
  `src/a.ts:1@${'0'.repeat(40)}`,
  '__proto__/a.ts:1',
  'constructor.ts:1',
  `${'x/'.repeat(500)}a.ts:1`,
  `${'x'.repeat(1_020)}.ts:1`,
  `src/${'\u0301'.repeat(900)}.ts:1`,
  `src/${'\u05d0'.repeat(900)}.ts:1`,
  `${'['.repeat(1_000)}a.ts:1`,
  `${'(src/'.repeat(200)}a.ts:1${')'.repeat(200)}`,
  `${'%41'.repeat(3_000)}.ts:1`,
];
