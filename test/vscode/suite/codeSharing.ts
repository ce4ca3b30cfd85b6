import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { codeBlocks } from '../../../src/chat/codeBlocks.ts';
import { patchForGit } from '../../../src/code/patchRows.ts';
import { maxSharedFiles } from '../../../src/code/limits.ts';
import { maxUnaskedMessages } from '../../../src/panel/messageLimits.ts';
import { givenUris } from '../../../src/app/code/givenUris.ts';
import { CodeBench } from './codeBench.ts';
import { test } from './runner.ts';

const source = 'one\ntwo\nthree\n';

/** A file with the cursor in its first line. */
async function benchWith(name: string, text = source): Promise<CodeBench> {
  const bench = new CodeBench();
  bench.write(name, text);
  await bench.edit(name, 0, 1);
  return bench;
}

test('says where something goes before it goes, in the only place there is', async () => {
  await using bench = await benchWith('src/a.ts');
  await bench.sharing.shareSelection();
  assert.deepEqual(bench.commentsAsked, ['Share a.ts in #chat']);
  assert.deepEqual(bench.saidIn, ['#chat']);
});

test('asks where something goes when there is more than one place, the tab in front first', async () => {
  await using bench = await benchWith('src/a.ts');
  bench.places = ['rui', '#chat', '#other'];
  await bench.sharing.shareSelection();
  assert.match(bench.questions[0] ?? '', /rui \| .*#chat \| .*#other$/);
  // Nothing was picked.
  assert.deepEqual([bench.said, bench.commentsAsked], [[], []]);
  bench.answer = '$(comment-discussion) #other';
  await bench.sharing.shareSelection();
  assert.deepEqual([bench.saidIn, bench.commentsAsked], [['#other'], ['Share a.ts in #other']]);
});

test('sends nothing when the question for a comment is cancelled', async () => {
  await using bench = await benchWith('src/a.ts');
  bench.comment = undefined;
  await bench.sharing.shareSelection();
  assert.deepEqual([bench.said, bench.told], [[], []]);
});

test('puts the comment before the code, looks for secrets in it, and names the lines as they are', async () => {
  await using bench = await benchWith('src/a.ts', 'x\nDB_PASSWORD=hunter2\n');
  bench.comment = ' look at this ';
  bench.answer = 'Send as It Is';
  await bench.edit('src/a.ts', 1, 0, 1, 9);
  await bench.sharing.shareSelection();
  await bench.edit('src/a.ts', 0, 0, 2, 0);
  await bench.sharing.shareSelection();
  assert.match(bench.said[0] ?? '', /^look at this\nsrc\/a\.ts:2\n```/);
  assert.match(bench.questions.join('\n'), /Line 2: password/);
});

test('offers to take back what was shared, and to show it', async () => {
  await using bench = await benchWith('src/a.ts');
  bench.afterwards = 'Undo';
  await bench.sharing.shareSelection();
  bench.afterwards = 'Show';
  await bench.sharing.shareSelection();
  assert.equal(bench.takenBack.length, 1);
  assert.deepEqual(bench.shown, ['#chat']);
  bench.canTakeBack = false;
  await bench.sharing.shareSelection();
  assert.deepEqual(bench.told.at(-1), 'Shared in #chat. | Show');
});

test('leaves the editor in front', async () => {
  await using bench = await benchWith('src/a.ts');
  const before = vscode.window.activeTextEditor?.document.uri.toString();
  await bench.sharing.shareSelection();
  assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), before);
});

/** Shows a document that nobody writes in, its first line selected. */
async function selectIn(uri: vscode.Uri): Promise<void> {
  const selection = new vscode.Range(0, 0, 0, 3);
  await vscode.window.showTextDocument(uri, { selection, preview: false });
}

test('shares the selection that is in front, also of a version that git keeps, and the diff of its file', async () => {
  await using bench = new CodeBench();
  bench.write('src/old.ts', source);
  const uri = bench.write('src/b.ts', source);
  await bench.commitAll();
  bench.write('src/b.ts', source.replace('two', 'changed'));
  bench.write('src/old.ts', source.replace('two', 'of another file'));
  await bench.edit('src/old.ts', 0, 0, 0, 3);
  await selectIn(uri.with({ scheme: 'git', query: JSON.stringify({ path: uri.fsPath, ref: 'HEAD' }) }));
  await bench.sharing.shareSelection();
  await bench.sharing.shareDiff([]);
  assert.match(bench.said[0] ?? '', /^b\.ts\n```typescript\none\n```/);
  assert.match(bench.said[1] ?? '', /^\+changed$/m);
});

test('says so when the place was left meanwhile', async () => {
  await using bench = await benchWith('src/a.ts');
  Object.defineProperty(bench, 'comment', { get: () => ((bench.places = ['#other']), '') });
  await bench.sharing.shareSelection();
  assert.deepEqual(bench.said, []);
  assert.match(bench.questions.join(), /no longer in #chat: nothing was sent/);
});

test('shares what was changed in several files as one message, a patch of each', async () => {
  await using bench = new CodeBench();
  for (const name of ['src/a.ts', 'src/b.ts', 'src/gone.ts', 'src/same.ts']) bench.write(name, source);
  await bench.commitAll();
  bench.write('src/a.ts', source.replace('two', '2'));
  bench.write('src/b.ts', source.replace('three', '3'));
  bench.write('src/new.ts', 'new\n');
  bench.write('src/picture.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0]));
  await vscode.workspace.fs.delete(vscode.Uri.file(bench.at('src/gone.ts')));
  const names = ['src/a.ts', 'src/b.ts', 'src/gone.ts', 'src/new.ts', 'src/same.ts', 'src/picture.png'];
  await bench.sharing.shareDiff(names.map(name => vscode.Uri.file(bench.at(name))));
  const patches = codeBlocks(bench.said[0] ?? '').flatMap(part => (part.kind === 'code' ? [part.text] : []));
  assert.deepEqual(
    patches.map(text => text.split('\n').filter(line => /^[+-]/.test(line))),
    [
      ['--- a/src/a.ts', '+++ b/src/a.ts', '-two', '+2'],
      ['--- a/src/b.ts', '+++ b/src/b.ts', '-three', '+3'],
      ['--- a/src/gone.ts', '+++ /dev/null', '-one', '-two', '-three'],
      ['--- /dev/null', '+++ b/src/new.ts', '+new'],
    ],
  );
  assert.match(bench.questions.join(), /Files left out: 1\./);
  assert.deepEqual(bench.commentsAsked, ['Share changes.patch in #chat']);
});

test('shares what is staged, and not what was changed since', async () => {
  await using bench = new CodeBench();
  bench.write('src/a.ts', source);
  await bench.commitAll();
  bench.write('src/a.ts', source.replace('two', 'staged'));
  bench.git('add', '-A');
  bench.write('src/a.ts', source.replace('two', 'later'));
  const uri = vscode.Uri.file(bench.at('src/a.ts'));
  await bench.sharing.shareStaged([uri]);
  await bench.sharing.shareDiff([uri]);
  assert.match(bench.said[0] ?? '', /^\+staged$/m);
  assert.doesNotMatch(bench.said[0] ?? '', /later/);
  assert.match(bench.said[1] ?? '', /^\+later$/m);
});

test('shares what is staged before the first commit, as new', async () => {
  await using bench = new CodeBench();
  const uri = bench.write('src/a.ts', 'one\n');
  bench.git('init', '-q');
  bench.git('add', '-A');
  assert.equal(await bench.refreshGit(), undefined);
  await bench.sharing.shareStaged([uri]);
  assert.match(bench.said[0] ?? '', /--- \/dev\/null\n\+\+\+ b\/src\/a\.ts\n@@ .*\n\+one/);
});

test('shares files with a byte order mark so that git takes the patch', async () => {
  await using bench = new CodeBench();
  const uri = bench.write('src/a.ts', `\ufeff${source}`);
  await bench.commitAll();
  bench.write('src/a.ts', `\ufeff${source.replace('two', '2')}`);
  await bench.sharing.shareDiff([uri]);
  bench.git('add', '-A');
  await bench.sharing.shareStaged([uri]);
  bench.git('reset', '-q', '--hard');
  for (const message of bench.said) {
    const code = codeBlocks(message).find(part => part.kind === 'code');
    writeFileSync(bench.at('src/a.patch'), bench.own(patchForGit(code?.text ?? '', false)));
    bench.git('apply', '--check', bench.at('src/a.patch'));
  }
  assert.equal(bench.said.length, 2);
});

test('shares the changes of no more files than it may, and says how many are left out', async () => {
  await using bench = new CodeBench();
  bench.write('src/0.ts', 'x\n');
  await bench.commitAll();
  bench.maxBytes = 1_000_000;
  const uris = Array.from({ length: maxSharedFiles + 1 }, (_, index) =>
    bench.write(`src/n${index}.ts`, `${index}\n`),
  );
  await bench.sharing.shareDiff(uris.slice(0, maxSharedFiles));
  assert.deepEqual(bench.questions, []);
  await bench.sharing.shareDiff(uris);
  assert.match(bench.questions.join(), /Files left out: 1\./);
});

test('is given files by every menu that has it', () => {
  const [one, two] = ['/a/one.ts', '/a/two.ts'].map(file => vscode.Uri.file(file));
  const states = [{ resourceUri: one }, { resourceUri: two }];
  // The explorer, a tab, resources of source control, a group of them.
  assert.deepEqual(givenUris([one, [one, two]]), [one, two]);
  assert.deepEqual(givenUris([one, { groupId: 0, editorIndex: 1 }]), [one]);
  assert.deepEqual(givenUris(states), [one, two]);
  assert.deepEqual(givenUris([{ id: 'index', resourceStates: states }]), [one, two]);
  for (const other of [[], [undefined], ['file:///etc/passwd'], [{ resourceUri: 'x' }], [[one]]])
    assert.deepEqual(givenUris(other), []);
});

test('sends files to the place that is picked, with the comment, and takes them back', async () => {
  await using bench = new CodeBench();
  const uris = [bench.write('src/a.bin', 'a'), bench.write('src/b.bin', 'b')];
  bench.comment = 'as promised';
  bench.afterwards = 'Undo';
  await bench.sharing.sendFiles(uris);
  assert.deepEqual(bench.commentsAsked, ['Share 2 files in #chat']);
  assert.deepEqual([bench.files.map(({ name }) => name), bench.said], [['a.bin', 'b.bin'], ['as promised']]);
  assert.deepEqual(bench.takenBack, ['a.bin', 'b.bin', ...bench.saidIds]);
  bench.canTakeBack = false;
  await bench.sharing.sendFiles(uris);
  assert.deepEqual(bench.takenBack.slice(3), ['a.bin', 'b.bin']);
});

test('asks before code becomes many messages, on a server that takes one line at a time', async () => {
  await using bench = new CodeBench();
  const rows = Array.from({ length: maxUnaskedMessages - 2 }, (_, at) => `${at}\n`).join('');
  bench.write('src/a.ts', rows);
  bench.isByLine = true;
  const share = async (lines: number): Promise<void> => {
    await bench.edit('src/a.ts', 0, 0, lines, 0);
    await bench.sharing.shareSelection();
  };
  // The place and both fences are lines, too.
  await share(maxUnaskedMessages - 3);
  assert.deepEqual([bench.said.length, bench.questions], [1, []]);
  await share(maxUnaskedMessages - 2);
  const sentence = 'This server takes one line at a time: this would be 6 messages.';
  assert.deepEqual([bench.said.length, bench.questions], [1, [sentence]]);
  bench.answer = 'Send Anyway';
  await share(maxUnaskedMessages - 2);
  assert.equal(bench.said.length, 2);
  bench.answer = 'Send as File';
  await share(maxUnaskedMessages - 2);
  assert.deepEqual([bench.said.length, bench.files.length], [2, 1]);
});

test('asks before a file with unsaved changes goes, and saves them then', async () => {
  await using bench = new CodeBench();
  await vscode.workspace.getConfiguration('files').update('autoSave', 'off', true);
  const uri = bench.write('src/a.ts', source);
  const editor = await bench.edit('src/a.ts');
  await editor.edit(builder => builder.insert(new vscode.Position(0, 0), 'zero\n'));
  await bench.sharing.sendFiles([uri]);
  assert.deepEqual([bench.files, bench.questions], [[], ['a.ts has unsaved changes.']]);
  bench.answer = 'Save and Send';
  await bench.sharing.sendFiles([uri]);
  assert.equal(bench.read('src/a.ts'), `zero\n${source}`);
  assert.equal(bench.files.length, 1);
  await bench.sharing.sendFiles([uri]);
  assert.equal(bench.questions.length, 2);
});

test('says with what goes as a file the comment and what is said of it, and takes both back', async () => {
  await using bench = await benchWith('src/a.ts');
  const uri = vscode.Uri.file(bench.at('src/a.ts'));
  const problem = new vscode.Diagnostic(new vscode.Range(0, 0, 0, 3), 'Wrong.');
  bench.maxBytes = 10;
  bench.comment = 'see here';
  bench.answer = 'Send as File';
  bench.afterwards = 'Undo';
  await bench.sharing.shareProblem({ uri, diagnostic: problem });
  await bench.sharing.shareSelection();
  assert.deepEqual(bench.said, ['see here\nerror: Wrong.', 'see here']);
  const [first = '', second = ''] = bench.saidIds;
  assert.deepEqual(bench.takenBack, ['a.ts', first, 'a.ts', second]);
});
