import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { hostilePatches } from '../../code/corpus/patches.ts';
import { maxReviews } from '../../../src/app/code/reviews.ts';
import { CodeBench } from './codeBench.ts';
import { test } from './runner.ts';
import { until } from './until.ts';

const source = 'one\ntwo\nthree\nfour\nfive\n';
const fenced = (patch: string): string => `take this\n\`\`\`\`diff\n${patch.replace(/\n$/, '')}\n\`\`\`\``;
const change = fenced('--- a/src/a.txt\n+++ b/src/a.txt\n@@ -2,3 +2,3 @@\n two\n-three\n+3\n four\n');
const creation = fenced('--- /dev/null\n+++ b/src/new/b.txt\n@@ -0,0 +1,2 @@\n+b\n+c\n');

/** The diff editor that is open. */
function review(): { title: string; original: vscode.Uri; modified: vscode.Uri } {
  const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
  assert.ok(tab?.input instanceof vscode.TabInputTextDiff, `no diff editor but ${tab?.label ?? 'nothing'}`);
  return { title: tab.label, original: tab.input.original, modified: tab.input.modified };
}

const textOf = async (uri: vscode.Uri): Promise<string> =>
  (await vscode.workspace.openTextDocument(uri)).getText();

test('shows a patch in the diff editor, and writes nothing', async () => {
  await using bench = new CodeBench();
  const file = bench.write('src/a.txt', source);
  await bench.act(change, 0, 'review', 'rui');
  const { title, original, modified } = review();
  assert.equal(bench.asWritten(title), 'src/a.txt: a patch of rui');
  assert.equal(original.toString(), file.toString());
  assert.equal(modified.scheme, 'pychat-patch');
  assert.equal(await textOf(modified), source.replace('three', '3'));
  assert.equal(bench.read('src/a.txt'), source);
  assert.deepEqual(bench.notes, []);
});

test('applies it as one step that can be undone, and saves what had been saved', async () => {
  await using bench = new CodeBench();
  const file = bench.write('src/a.txt', source);
  await bench.act(change, 0, 'review');
  await bench.code.applyPatch(review().modified);
  assert.equal(bench.read('src/a.txt'), source.replace('three', '3'));
  assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), file.toString());
  await vscode.commands.executeCommand('undo');
  assert.equal(await textOf(file), source);
});

test('leaves unsaved what was not saved, and finds its place in what was written meanwhile', async () => {
  await using bench = new CodeBench();
  bench.write('src/a.txt', source);
  const editor = await bench.edit('src/a.txt');
  await bench.act(change, 0, 'review');
  const insert = new vscode.WorkspaceEdit();
  insert.insert(editor.document.uri, new vscode.Position(0, 0), 'zero\n');
  await vscode.workspace.applyEdit(insert);
  await bench.code.applyPatch();
  assert.equal(editor.document.getText(), `zero\n${source.replace('three', '3')}`);
  assert.ok(editor.document.isDirty);
  assert.equal(bench.read('src/a.txt'), source);
});

test('refuses when the file no longer fits, and can be tried again', async () => {
  await using bench = new CodeBench();
  bench.write('src/a.txt', source);
  const { document } = await bench.edit('src/a.txt');
  await bench.act(change, 0, 'review');
  const { modified } = review();
  const replace = async (from: string, to: string): Promise<void> => {
    const edit = new vscode.WorkspaceEdit();
    const at = document.getText().indexOf(from);
    edit.replace(
      document.uri,
      new vscode.Range(document.positionAt(at), document.positionAt(at + from.length)),
      to,
    );
    await vscode.workspace.applyEdit(edit);
  };
  await replace('three', 'drei');
  await bench.code.applyPatch(modified);
  assert.match(bench.notes.join(), /does not fit/);
  assert.equal(document.getText(), source.replace('three', 'drei'));
  await replace('drei', 'three');
  await bench.code.applyPatch(modified);
  assert.equal(document.getText(), source.replace('three', '3'));
});

test('can be applied again when its target throws while it is written, and reports that', async () => {
  await using bench = new CodeBench();
  bench.write('src/a.txt', source);
  await bench.act(change, 0, 'review');
  const { modified } = review();
  const { applyEdit } = vscode.workspace;
  Object.assign(vscode.workspace, { applyEdit: () => Promise.reject(new Error('the disk is gone')) });
  try {
    await bench.code.applyPatch(modified);
  } finally {
    Object.assign(vscode.workspace, { applyEdit });
  }
  assert.deepEqual(bench.errors.map(String), ['Error: the disk is gone']);
  assert.equal(bench.read('src/a.txt'), source);
  await bench.code.applyPatch(modified);
  assert.equal(bench.read('src/a.txt'), source.replace('three', '3'));
});

test('applies once, however often it is asked to', async () => {
  await using bench = new CodeBench();
  const file = bench.write('src/a.txt', 'x\nx\nx\n');
  await bench.act(fenced('--- a/src/a.txt\n+++ b/src/a.txt\n@@ -1 +0,0 @@\n-x\n'), 0, 'review');
  const { modified } = review();
  await Promise.all([1, 2, 3].map(() => bench.code.applyPatch(modified)));
  await bench.code.applyPatch(modified);
  await bench.code.applyPatch(file);
  await bench.code.applyPatch('pychat-patch:/0/src/a.txt');
  assert.equal(bench.read('src/a.txt'), 'x\nx\n');
  assert.deepEqual(bench.notes, []);
});

test('makes a new file, its folders too, and never writes over one', async () => {
  await using bench = new CodeBench();
  await bench.act(creation, 0, 'review');
  const { modified, original } = review();
  assert.deepEqual([await textOf(original), await textOf(modified)], ['', 'b\nc\n']);
  assert.ok(!existsSync(bench.at('src')));
  await bench.code.applyPatch(modified);
  assert.equal(bench.read('src/new/b.txt'), 'b\nc\n');
  await bench.act(creation, 0, 'review');
  assert.equal(bench.notes.length, 1);
});

test('does not write over a file that came while its patch was reviewed', async () => {
  await using bench = new CodeBench();
  await bench.act(creation.replace('b.txt', 'c.txt'), 0, 'review');
  bench.write('src/new/c.txt', 'mine\n');
  await bench.code.applyPatch(review().modified);
  assert.equal(bench.notes.length, 1);
  assert.equal(bench.read('src/new/c.txt'), 'mine\n');
});

test('follows no link out of the workspace, before or after it was reviewed', async () => {
  await using bench = new CodeBench();
  const outside = path.join(tmpdir(), 'pychat-outside');
  mkdirSync(outside, { recursive: true });
  writeFileSync(path.join(outside, 'a.txt'), source);
  symlinkSync(outside, bench.at('link'));
  await bench.act(change.replaceAll('src/', 'link/'), 0, 'review');
  await bench.act(creation.replaceAll('src/', 'link/'), 0, 'review');
  bench.write('src/x/y.txt', 'y\n');
  symlinkSync(path.join(outside, 'gone'), bench.at('src/dangling.txt'));
  await bench.act(creation.replaceAll('src/new/b.txt', 'src/dangling.txt'), 0, 'review');
  assert.equal(bench.notes.length, 3, bench.notes.join());
  bench.write('src/a.txt', source);
  await bench.act(change, 0, 'review');
  rmSync(bench.at('src/a.txt'));
  symlinkSync(path.join(outside, 'a.txt'), bench.at('src/a.txt'));
  await bench.code.applyPatch(review().modified);
  assert.equal(bench.notes.length, 4);
  assert.equal(await textOf(vscode.Uri.file(path.join(outside, 'a.txt'))), source);
  assert.deepEqual(readdirSync(outside), ['a.txt']);
  rmSync(outside, { recursive: true });
});

test('follows no link to what is git’s own, before or after it was reviewed', async () => {
  await using bench = new CodeBench();
  const config = bench.write('.git/config', source);
  symlinkSync('.git/config', bench.at('gitcfg'));
  symlinkSync('.git/hooks', bench.at('hooks'));
  mkdirSync(bench.at('.git/hooks'));
  await bench.act(change.replaceAll('src/a.txt', 'gitcfg'), 0, 'review');
  await bench.act(creation.replaceAll('src/new/b.txt', 'hooks/pre-commit'), 0, 'review');
  await bench.act(change.replaceAll('src/a.txt', '.g\u206ait/config'), 0, 'review');
  assert.equal(bench.notes.length, 3, bench.notes.join());
  await bench.act(creation, 0, 'review');
  mkdirSync(bench.at('src'), { recursive: true });
  symlinkSync('../.git/hooks', bench.at('src/new'));
  await bench.code.applyPatch(review().modified);
  assert.equal(bench.notes.length, 4);
  assert.deepEqual(readdirSync(bench.at('.git/hooks')), []);
  assert.equal(await textOf(config), source);
});

test('refuses every hostile patch with a sentence, and opens nothing', async () => {
  await using bench = new CodeBench();
  bench.write('x', 'a\n');
  for (const [name, , patch] of hostilePatches) {
    const before = bench.notes.length;
    await bench.act(fenced(patch), 0, 'review');
    assert.equal(bench.notes.length, before + 1, name);
  }
  assert.equal(vscode.window.tabGroups.activeTabGroup.activeTab, undefined);
  assert.equal(bench.read('x'), 'a\n');
  rmSync(bench.at('x'));
});

test('forgets a review that is closed', async () => {
  await using bench = new CodeBench();
  bench.write('src/a.txt', source);
  await bench.act(change, 0, 'review');
  const { modified } = review();
  await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  await bench.code.applyPatch(modified);
  assert.equal(bench.read('src/a.txt'), source);
});

test('keeps so many reviews open, and closes the oldest before there are more', async () => {
  await using bench = new CodeBench();
  bench.write('src/a.txt', source);
  const opened: vscode.Uri[] = [];
  for (let count = 0; count <= maxReviews; count++) {
    await bench.act(change, 0, 'review');
    await vscode.commands.executeCommand('workbench.action.keepEditor');
    opened.push(review().modified);
  }
  const [oldest, ...others] = opened;
  const isOpen = (uri?: vscode.Uri): boolean =>
    vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .some(
        ({ input }) =>
          input instanceof vscode.TabInputTextDiff && input.modified.toString() === uri?.toString(),
      );
  await until(() => !isOpen(oldest));
  assert.ok(others.every(isOpen));
  await bench.code.applyPatch(oldest);
  assert.equal(bench.read('src/a.txt'), source);
  await bench.code.applyPatch(others[0]);
  assert.equal(bench.read('src/a.txt'), source.replace('three', '3'));
});
