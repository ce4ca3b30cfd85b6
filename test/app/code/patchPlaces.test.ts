import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { editor, Uri, workspace } from '../../support/editorFiles.ts';

vi.mock('vscode', () => import('../../support/editorFiles.ts'));
const { Reviews } = await import('../../../src/app/code/reviews.ts');

let place: string;
let notes: string[];
let reviews: InstanceType<typeof Reviews>;

/** A file of the workspace, or of the place around it. */
const at = (name: string): string => path.join(place, name);

function write(name: string, text = 'one\n'): void {
  mkdirSync(path.dirname(at(name)), { recursive: true });
  writeFileSync(at(name), text);
}

beforeEach(() => {
  place = mkdtempSync(path.join(tmpdir(), 'pychat-places-'));
  for (const name of [
    'ws/src/a.txt',
    'ws/.git/config',
    'ws/.git/hooks/sample',
    'ws/sub/x.txt',
    'outside/a.txt',
  ])
    write(name);
  for (const name of ['HEAD', 'objects/x', 'hooks/sample', 'config']) write(`ws/bare.git/${name}`);
  for (const name of ['HEAD', 'commondir', 'config']) write(`ws/elsewhere/${name}`);
  writeFileSync(at('ws/sub/.git'), 'gitdir: ../elsewhere\n');
  const links: Record<string, string> = {
    hooks: '.git/hooks',
    gitcfg: '.git/config',
    'two-steps': 'hooks',
    deep: '../ws/.git',
    out: '../outside',
    'out.txt': '../outside/a.txt',
    nowhere: '../outside/new.txt',
    'hook-to-be': '.git/hooks/pre-commit',
    circle: 'circle',
    absolute: at('outside'),
    inside: 'src',
  };
  for (const [name, target] of Object.entries(links)) symlinkSync(target, at(`ws/${name}`));
  workspace.workspaceFolders = [{ uri: Uri.file(at('ws')), name: 'ws' }];
  workspace.textDocuments = [];
  Object.assign(editor, {
    asked: [],
    diffs: [],
    answer: () => undefined,
    whileAsked: () => Promise.resolve(),
  });
  notes = [];
  reviews = new Reviews({ column: 1 } as never, input => {
    if (input.type === 'note') notes.push(input.text);
  });
});
afterEach(() => {
  reviews.dispose();
  rmSync(place, { recursive: true });
});

const change = (name: string): string => `--- a/${name}\n+++ b/${name}\n@@ -1 +1 @@\n-one\n+two\n`;
const creation = (name: string): string => `--- /dev/null\n+++ b/${name}\n@@ -0,0 +1 @@\n+two\n`;

async function apply(patch: string): Promise<void> {
  await reviews.review(patch, 'rui');
  const right = editor.diffs.at(-1)?.right;
  if (right !== undefined) await reviews.apply(right);
}

/** Every file there, links not followed, but those that a patch may write. */
function contents(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(at(folder), { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(({ parentPath, name }) => [
        path.join(parentPath, name),
        readFileSync(path.join(parentPath, name), 'utf8'),
      ]),
  );
}

/** Names through which a file system, a link or a reader who is not careful comes to what no patch may touch. */
const refused: readonly string[] = [
  '.git/config',
  '.GIT/config',
  '.Git/hooks/pre-commit',
  'sub/.git',
  'gitcfg',
  'hooks/sample',
  'hooks/pre-commit',
  'hooks/deeper/x',
  'two-steps/sample',
  'two-steps/post-checkout',
  'deep/config',
  'deep/new',
  'out/a.txt',
  'out/new.txt',
  'out/new/b.txt',
  'out.txt',
  'absolute/a.txt',
  'absolute/new.txt',
  'nowhere',
  'hook-to-be',
  'circle',
  'circle/x',
  'inside/../.git/config',
  'bare.git/config',
  'bare.git/hooks/pre-commit',
  'bare.git/hooks/sample',
  'elsewhere/config',
  'elsewhere/hooks/pre-commit',
  'src/a.txt/b',
  '.git./config',
  '.git /config',
  '.git::$INDEX_ALLOCATION/config',
  '.git:x',
  'src/a.txt:stream',
  'git~1/config',
  'GIT~1/config',
  '.git\\config',
  '.\uff47it/config',
  '.gi\u0301t/config',
  'CON',
  'src/nul.txt',
  'com1.tar.gz',
  'src/a\u0000.txt',
  ...[
    '\u00ad',
    '\u034f',
    '\u061c',
    '\u115f',
    '\u17b5',
    '\u180e',
    '\u200b',
    '\u200c',
    '\u200d',
    '\u200e',
    '\u200f',
  ].flatMap(hidden),
  ...[
    '\u202a',
    '\u202e',
    '\u2060',
    '\u2066',
    '\u206a',
    '\u206f',
    '\u3164',
    '\ufe0f',
    '\ufeff',
    '\u{e0001}',
    '\u{e0100}',
  ].flatMap(hidden),
];

function hidden(character: string): string[] {
  return [`.g${character}it/config`, `.git${character}/config`, `src/a${character}.txt`];
}

describe('a patch', () => {
  it.each(refused.flatMap(name => [change(name), creation(name)]))('writes nothing: %j', async patch => {
    editor.answer = (_, buttons) => buttons.at(-1);
    const before = [contents('ws'), contents('outside')];
    await apply(patch);
    expect([contents('ws'), contents('outside')]).toEqual(before);
    expect([notes.length, editor.diffs]).toEqual([1, []]);
  });

  it.each([
    ['ws/src/a.txt', change('src/a.txt')],
    ['ws/src/a.txt', change('inside/a.txt')],
    ['ws/src/b.txt', creation('inside/b.txt')],
    ['ws/src/new/b.txt', creation('src/new/b.txt')],
    ['ws/src/ação 👩‍💻.txt', creation('src/ação 👩‍💻.txt')],
    ['ws/sub/x.txt', change('sub/x.txt')],
  ])('is applied to %s, where its path leads inside the workspace', async (name, patch) => {
    await apply(patch);
    expect(readFileSync(at(name), 'utf8')).toBe('two\n');
    expect([editor.asked, notes]).toEqual([[], []]);
    expect(editor.diffs[0]?.title).toBe(`${name.slice(3)}: a patch of rui`);
  });

  it.each(['ws/.git', 'ws/.git/hooks', 'ws/bare.git', 'ws/bare.git/hooks', 'ws/elsewhere'])(
    'writes nothing in a workspace that is %s',
    async folder => {
      workspace.workspaceFolders = [{ uri: Uri.file(at(folder)), name: 'x' }];
      await apply(creation('x.txt'));
      expect([notes.length, editor.diffs]).toEqual([1, []]);
    },
  );

  it('is judged again when it is applied: a link may have come in its place', async () => {
    await reviews.review(creation('src/new/pre-commit.txt'), '');
    symlinkSync('../.git/hooks', at('ws/src/new'));
    await reviews.apply(editor.diffs[0]?.right);
    expect(readdirSync(at('ws/.git/hooks'))).toEqual(['sample']);
    expect(notes).toHaveLength(1);
  });

  it('is judged again after the question', async () => {
    editor.answer = (_, buttons) => buttons.at(-1);
    editor.whileAsked = () => {
      rmSync(at('ws/Makefile'));
      symlinkSync('.git/config', at('ws/Makefile'));
      return Promise.resolve();
    };
    write('ws/Makefile');
    await apply(change('Makefile'));
    expect(readFileSync(at('ws/.git/config'), 'utf8')).toBe('one\n');
    expect(notes).toHaveLength(1);
  });
});

describe('a patch of what runs by itself', () => {
  it.each([
    '.vscode/tasks.json',
    'a/.VSCODE/settings.json',
    '.husky/pre-commit',
    'tools/hooks/post-merge',
    '.envrc',
    '.pychat/history.txt',
    'Makefile',
    'lib/GNUmakefile',
    '.bashrc',
    '.zshenv',
    '.npmrc',
    '.yarnrc.yml',
    '.idea/workspace.xml',
    '.devcontainer/devcontainer.json',
    '.github/workflows/ci.yml',
    '.gitlab-ci.yml',
    'team.code-workspace',
    'conftest.py',
    '.pre-commit-config.yaml',
    'setup.py',
    'package.json',
    'vite.config.ts',
    'VSCODE~1/tasks.json',
  ])('is asked about a second time, and %s stays as it was without a yes', async name => {
    await apply(creation(name));
    expect(editor.asked).toEqual([expect.stringContaining(name)]);
    // Enter presses the first button, which is safe.
    editor.answer = (_, [first]) => first;
    await reviews.apply(editor.diffs[0]?.right);
    expect(() => statSync(at(`ws/${name}`))).toThrow();
    editor.answer = (_, buttons) => buttons.at(-1);
    await reviews.apply(editor.diffs[0]?.right);
    expect(readFileSync(at(`ws/${name}`), 'utf8')).toBe('two\n');
  });

  it('is known by where it really is', async () => {
    write('ws/.vscode/settings.json');
    symlinkSync('.vscode', at('ws/docs'));
    await apply(change('docs/settings.json'));
    expect(editor.asked).toEqual([expect.stringContaining('.vscode/settings.json')]);
    expect(readFileSync(at('ws/.vscode/settings.json'), 'utf8')).toBe('one\n');
  });

  it('is known by a second name on the disk', async () => {
    linkSync(at('ws/.git/config'), at('ws/notes.txt'));
    await apply(change('notes.txt'));
    expect(editor.asked).toEqual([expect.stringContaining('another name')]);
    expect(readFileSync(at('ws/.git/config'), 'utf8')).toBe('one\n');
  });

  it.each([
    ['"version": "1"', '"version": "2"', 0],
    ['"scripts": {}', '"scripts": { "install": "x" }', 1],
    ['"dependencies": {}', '"dependencies": { "x": "*" }', 1],
    ['"version": "1"', '"version": ', 1],
  ])('of package.json from %s to %s asks %i times', async (before, after, times) => {
    write('ws/package.json', `{\n${before}\n}\n`);
    await apply(`--- a/package.json\n+++ b/package.json\n@@ -1,3 +1,3 @@\n {\n-${before}\n+${after}\n }\n`);
    expect(editor.asked).toHaveLength(times);
  });
});
