import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Location } from '../../../src/chat/location.ts';
import { foreignPatches } from '../../code/corpus/foreignPatches.ts';
import { CodeBench } from './codeBench.ts';
import { test } from './runner.ts';

/** Runs a test in a workspace that has a second folder, with these files in it. */
async function besideFolder(
  bench: CodeBench,
  files: Readonly<Record<string, string>>,
  run: (root: string) => Promise<void>,
): Promise<void> {
  const root = path.join(tmpdir(), `pychat-second-${process.pid}`);
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(root, bench.own(name));
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const folders = vscode.workspace.workspaceFolders ?? [];
  const second = { uri: vscode.Uri.file(root), name: 'second', index: 1 };
  const give = (all: readonly vscode.WorkspaceFolder[]): unknown =>
    Object.defineProperty(vscode.workspace, 'workspaceFolders', { get: () => all, configurable: true });
  give([...folders, second]);
  try {
    await run(root);
  } finally {
    give(folders);
    rmSync(root, { recursive: true });
  }
}

const shownFile = (): string | undefined => vscode.window.activeTextEditor?.document.uri.fsPath;

test('finds lines in the folder that has them, and asks only where several do', async () => {
  await using bench = new CodeBench();
  bench.write('src/a.py', 'one\ntwo\nthree\n');
  bench.write('src/same.py', 'x = 1\n');
  await besideFolder(bench, { 'src/a.py': 'uno\ndos\n', 'src/same.py': 'x = 1\n' }, async second => {
    const own = { path: 'src/a.py', line: 2, text: 'dos' };
    assert.deepEqual(
      await bench.check([
        own,
        { ...own, text: 'two' },
        { ...own, text: 'zwei' },
        { ...own, line: 1, text: 'dos' },
      ]),
      ['same', 'same', 'changed', 'moved'],
    );
    await bench.open(own);
    assert.deepEqual([shownFile(), bench.questions], [path.join(second, bench.own('src/a.py')), []]);
    await bench.open({ ...own, text: 'two' });
    assert.deepEqual([shownFile(), bench.questions], [bench.at('src/a.py'), []]);
    await bench.open({ path: 'src/same.py', line: 1, text: 'x = 1' });
    assert.equal(bench.questions.length, 1);
  });
});

test('opens what a stack trace names by its place on the disk, where its end is ours', async () => {
  await using bench = new CodeBench();
  bench.write('src/deep/a.ts', 'one\ntwo\n');
  bench.write('src/node_modules/x/b.js', 'x\n');
  const own = path.basename(bench.root);
  const paths: (readonly [string, string])[] = [
    ['home/ana/other/src/deep/a.ts', 'same'],
    [`home/ana/${own}/src/deep/a.ts`, 'same'],
    ['home/ana/other/src/deep/b.ts', 'missing'],
    ['home/ana/a.ts', 'missing'],
    ['usr/src/node_modules/x/b.js', 'same'],
    ['usr/node_modules/y/src/deep/a.ts', 'missing'],
    [`${'x/'.repeat(400)}src/deep/a.ts`, 'same'],
  ];
  const at = (given: string): Location => ({ path: given, root: 'disk', line: 2 });
  const states = await bench.check(paths.map(([given]) => ({ ...at(given), line: 1 })));
  assert.deepEqual(
    states,
    paths.map(([, state]) => state),
  );
  await bench.open(at('home/ana/other/src/deep/a.ts'));
  assert.deepEqual([shownFile(), bench.notes], [bench.at('src/deep/a.ts'), []]);
});

test('reviews a patch in the folder that it fits', async () => {
  await using bench = new CodeBench();
  bench.write('src/a.py', 'one\ntwo\n');
  await besideFolder(bench, { 'src/a.py': 'uno\ndos\n' }, async second => {
    await bench.act(
      '```diff\n--- a/src/a.py\n+++ b/src/a.py\n@@ -1,2 +1,2 @@\n uno\n-dos\n+DOS\n```',
      0,
      'review',
    );
    const { input } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
    assert.ok(input instanceof vscode.TabInputTextDiff, bench.notes.join());
    assert.equal(input.original.fsPath, path.join(second, bench.own('src/a.py')));
    assert.deepEqual(bench.questions, []);
  });
});

test('is not sure of lines that are several times in a file', async () => {
  await using bench = new CodeBench();
  bench.write('src/a.ts', '// 1\n// 2\n// 3\nf() {\n  x;\n}\n\ng() {\n  y;\n}\n');
  const bracket = { path: 'src/a.ts', line: 7, text: '}' };
  assert.deepEqual(await bench.check([bracket, { ...bracket, line: 10 }]), ['unsure', 'same']);
  await bench.open(bracket);
  assert.match(bench.questions.join(), /several times in your copy/);
  assert.equal(vscode.window.activeTextEditor?.selection.start.line, 5);
});

test('shares the diff of a file with CR and LF so that git applies what is copied of it', async () => {
  await using bench = new CodeBench();
  const before = '\ufeffone\r\ntwo\r\nthree\r\n';
  bench.write('src/a.ts', before);
  await bench.commitAll();
  bench.write('src/a.ts', before.replace('two', '2'));
  await bench.edit('src/a.ts');
  await bench.sharing.shareDiff([]);
  const [message = ''] = bench.said;
  assert.ok(!message.includes('\r'));
  bench.write('src/a.ts', before);
  await bench.act(message, 0, 'copy');
  const patch = await vscode.env.clipboard.readText();
  execFileSync('git', ['-C', bench.root, 'apply', '-'], { input: patch });
  assert.equal(bench.read('src/a.ts'), before.replace('two', '2'));
});

test('reviews patches as other tools make them, and makes an empty file', async () => {
  await using bench = new CodeBench();
  for (const { name, patch, before, after } of foreignPatches) {
    bench.write('src/a.ts', before);
    await bench.act(`\`\`\`\`diff\n${patch.replace(/\n$/, '')}\n\`\`\`\``, 0, 'review');
    const { input } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
    assert.ok(input instanceof vscode.TabInputTextDiff, `${name}: ${bench.notes.join()}`);
    assert.equal((await vscode.workspace.openTextDocument(input.modified)).getText(), after, name);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  }
  const empty = 'diff --git a/src/e.txt b/src/e.txt\nnew file mode 100644\nindex 0000000..e69de29';
  await bench.act(`\`\`\`diff\n${empty}\n\`\`\``, 0, 'review');
  await bench.code.applyPatch();
  assert.equal(bench.read('src/e.txt'), '');
  assert.deepEqual(bench.notes, []);
});

test('finds secrets whole before they leave', async () => {
  await using bench = new CodeBench();
  const lines = [
    'postgres://ana:p@ss9word@db/x',
    String.raw`C:\Users\Ana Maria\proj`,
    'DB_PASSWORD=letmeinplease',
    'curl -u ana:s3same https://x.example',
    'machine x.example login ana password letmein',
  ];
  bench.write('src/a.txt', `${lines.join('\n')}\n`);
  bench.answer = 'Replace and Send';
  await bench.edit('src/a.txt', 0, 0, lines.length, 0);
  await bench.sharing.shareSelection();
  assert.deepEqual(bench.said[0]?.split('\n').slice(2, -1), [
    'postgres://ana:‹password›@db/x',
    String.raw`~\proj`,
    'DB_PASSWORD=‹password›',
    'curl -u ana:‹password› https://x.example',
    'machine x.example login ana password ‹password›',
  ]);
});

test('takes a minified bundle for too long, and looks at its secrets in little time', async () => {
  await using bench = new CodeBench();
  const bundle = 'function a(b){return b.token("aB3dE5fG7hJ9kL1mN2pQ4rS6")}'.repeat(20_000);
  bench.write('src/a.min.js', bundle);
  bench.answer = 'Send as File';
  await bench.edit('src/a.min.js', 0, 0, 0, bundle.length);
  const started = performance.now();
  await bench.sharing.shareSelection();
  assert.ok(performance.now() - started < 20_000);
  assert.match(bench.questions[0] ?? '', /Too long for one message/);
  // Cancelled: the answer is no button of that question.
  assert.match(bench.questions[1] ?? '', /and 19990 more/);
  assert.deepEqual([bench.said, bench.files], [[], []]);
});

test('refuses a patch of two megabytes with a sentence', async () => {
  await using bench = new CodeBench();
  const rows = '+a line that is added\n'.repeat(100_000);
  await bench.act(
    `\`\`\`diff\n--- a/src/a.ts\n+++ b/src/a.ts\n@@ -0,0 +1,100000 @@\n${rows}\`\`\``,
    0,
    'review',
  );
  assert.match(bench.notes.join(), /too large to be reviewed/);
});
