import assert from 'node:assert/strict';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Location } from '../../../src/chat/location.ts';
import { CodeBench } from './codeBench.ts';
import { test } from './runner.ts';
import { until } from './until.ts';

const source = 'one\ntwo\nthree\nfour\nfive\n';

/** The file that is open and its selection: line and character of start and end, from 0. */
function shown(): [string, number[]] {
  const editor = vscode.window.activeTextEditor;
  assert.ok(editor, 'no editor is open');
  const { start, end } = editor.selection;
  return [path.basename(editor.document.uri.path), [start.line, start.character, end.line, end.character]];
}

test('opens a location with its lines selected', async () => {
  await using bench = new CodeBench();
  bench.write('src/a.txt', source);
  await bench.open({ path: 'src/a.txt', line: 2, endLine: 3 });
  assert.deepEqual(shown(), ['a.txt', [1, 0, 2, 5]]);
  await bench.open({ path: './src/a.txt', line: 4, column: 3 });
  assert.deepEqual(shown(), ['a.txt', [3, 2, 3, 2]]);
  await bench.open({ path: 'src/a.txt', line: 4, column: 900 });
  assert.deepEqual(shown(), ['a.txt', [3, 4, 3, 4]]);
  assert.deepEqual([bench.notes, bench.questions], [[], []]);
});

test('finds the lines by their text where they moved to, also when that is not saved', async () => {
  await using bench = new CodeBench();
  bench.write('src/a.txt', source);
  const editor = await bench.edit('src/a.txt');
  await editor.edit(builder => builder.insert(new vscode.Position(0, 0), 'zero\nzero\n'));
  await bench.open({ path: 'src/a.txt', line: 2, endLine: 3, text: 'two\nthree' });
  assert.deepEqual(shown(), ['a.txt', [3, 0, 4, 5]]);
});

test('says when the lines are others, and when the file is not there', async () => {
  await using bench = new CodeBench();
  bench.write('src/a.txt', source);
  await bench.open({ path: 'src/a.txt', line: 2, text: 'deux' });
  assert.deepEqual(shown(), ['a.txt', [1, 0, 1, 3]]);
  assert.match(bench.questions.join(), /different there/);
  await bench.open({ path: 'src/b.txt', line: 2 });
  assert.deepEqual(bench.notes, ['src/b.txt is not in this workspace.']);
});

test('opens nothing outside the workspace, whatever leads there', async () => {
  await using bench = new CodeBench();
  const outside = path.join(tmpdir(), 'pychat-outside');
  mkdirSync(outside, { recursive: true });
  writeFileSync(path.join(outside, 'secret.txt'), source);
  bench.write('src/a.txt', source);
  symlinkSync(outside, bench.at('link'));
  symlinkSync(path.join(outside, 'secret.txt'), bench.at('src/secret.txt'));
  symlinkSync('a.txt', bench.at('src/inside.txt'));
  const up = path.relative(bench.root, outside).replaceAll(path.sep, '/');
  const paths = [
    `${up}/secret.txt`,
    `${outside}/secret.txt`,
    'link/secret.txt',
    'src/secret.txt',
    'src',
    '.',
    '/etc/passwd',
    'src/../src/a.txt',
  ];
  for (const given of paths) await bench.open({ path: given, line: 1 });
  assert.equal(vscode.window.activeTextEditor, undefined);
  assert.equal(bench.notes.length, paths.length);
  const states = await bench.check(paths.map(given => ({ path: given, line: 1 })));
  assert.deepEqual([...new Set(states)], ['missing']);
  await bench.open({ path: 'src/inside.txt', line: 1 });
  // The file itself, not the link: what is opened is what was judged.
  assert.deepEqual(shown()[0], 'a.txt');
  rmSync(outside, { recursive: true });
});

test('tells how locations stand', async () => {
  await using bench = new CodeBench();
  bench.write('src/a.txt', source);
  bench.write('src/picture.png', Buffer.of(0x89, 0x50, 0, 0, 0xff));
  const locations: (readonly [Location, string])[] = [
    [{ path: 'src/a.txt', line: 2, text: 'two' }, 'same'],
    [{ path: 'src/a.txt', line: 3, text: 'two' }, 'moved'],
    [{ path: 'src/a.txt', line: 2, text: 'deux' }, 'changed'],
    [{ path: 'src/a.txt', line: 5 }, 'same'],
    [{ path: 'src/a.txt', line: 50 }, 'changed'],
    [{ path: 'src/b.txt', line: 2 }, 'missing'],
    [{ path: 'src/picture.png', line: 1, text: 'x' }, 'same'],
  ];
  assert.deepEqual(
    await bench.check(locations.map(([location]) => location)),
    locations.map(([, state]) => state),
  );
  assert.equal(vscode.window.activeTextEditor, undefined);
});

test('finds what a location with a commit meant by what the file was then', async () => {
  await using bench = new CodeBench();
  bench.write('src/a.txt', source);
  const head = await bench.commitAll();
  bench.write('src/a.txt', `zero\n${source.replace('five', '5')}`);
  const three = { path: 'src/a.txt', line: 3, commit: head };
  const five = { path: 'src/a.txt', line: 5, commit: head };
  const unknown = { path: 'src/a.txt', line: 5, commit: '0123456' };
  assert.deepEqual(await bench.check([three, five, unknown]), ['moved', 'changed', 'same']);
  await bench.open(three);
  assert.deepEqual(shown(), ['a.txt', [3, 0, 3, 5]]);
});

test('asks in which folder, where several have the file', async () => {
  await using bench = new CodeBench();
  const other = path.join(tmpdir(), 'pychat-other');
  const src = path.basename(path.dirname(bench.at('src/a.txt')));
  mkdirSync(path.join(other, src), { recursive: true });
  writeFileSync(path.join(other, src, 'a.txt'), 'other\n');
  writeFileSync(path.join(other, src, 'own.txt'), 'own\n');
  bench.write('src/a.txt', source);
  const folders = vscode.workspace.workspaceFolders ?? [];
  const second = { uri: vscode.Uri.file(other), name: 'other', index: 1 };
  Object.defineProperty(vscode.workspace, 'workspaceFolders', {
    get: () => [...folders, second],
    configurable: true,
  });
  try {
    await bench.open({ path: 'src/a.txt', line: 1 });
    assert.deepEqual([bench.notes, vscode.window.visibleTextEditors], [[], []]);
    bench.answer = path.join(other, src, 'a.txt');
    await bench.open({ path: 'src/a.txt', line: 1 });
    assert.equal(vscode.window.activeTextEditor?.document.getText(), 'other\n');
    assert.equal(bench.questions.length, 2);
    await bench.open({ path: 'src/own.txt', line: 1 });
    assert.equal(bench.questions.length, 2);
  } finally {
    Object.defineProperty(vscode.workspace, 'workspaceFolders', { get: () => folders, configurable: true });
    rmSync(other, { recursive: true });
  }
});

const message = 'Look:\nsrc/a.txt:2\n```ts\n    if (x) {\n      y();\n    }\n```\nand\n```\nsecond\n```';

test('copies a block, and opens where it is from', async () => {
  await using bench = new CodeBench();
  bench.write('src/a.txt', source);
  await bench.act(message, 1, 'copy');
  assert.equal(await vscode.env.clipboard.readText(), 'second');
  await bench.act(message, 0, 'open');
  assert.equal(shown()[0], 'a.txt');
  await bench.act(message, 7, 'copy');
  assert.equal(await vscode.env.clipboard.readText(), 'second');
});

test('inserts a block at the cursor of the editor one worked in, at its indentation, as one step', async () => {
  await using bench = new CodeBench();
  bench.write('src/a.txt', 'a\n  \nb\n');
  const { document } = await bench.edit('src/a.txt', 1, 2);
  const panel = vscode.window.createWebviewPanel('pychat.panel', 'chat', vscode.ViewColumn.Active);
  await until(() => vscode.window.activeTextEditor === undefined);
  await bench.act(message, 0, 'insert');
  const inserted = 'a\n  if (x) {\n    y();\n  }\nb\n';
  assert.equal(document.getText(), inserted);
  assert.equal(vscode.window.activeTextEditor?.document, document);
  await vscode.commands.executeCommand('undo');
  assert.equal(document.getText(), 'a\n  \nb\n');
  panel.dispose();
});

test('says when there is no editor to insert into', async () => {
  await using bench = new CodeBench();
  await bench.act(message, 0, 'insert');
  assert.match(bench.notes.join(), /Open a file first/);
});

test('does not open code over the chat', async () => {
  await using bench = new CodeBench();
  bench.write('src/a.txt', source);
  const panel = vscode.window.createWebviewPanel('pychat.panel', 'chat', vscode.ViewColumn.One);
  await until(() => panel.active);
  await bench.open({ path: 'src/a.txt', line: 1 });
  assert.equal(vscode.window.activeTextEditor?.viewColumn, vscode.ViewColumn.Two);
  assert.ok(panel.visible);
  panel.dispose();
});
