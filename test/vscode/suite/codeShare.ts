import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { codeBlocks, type CodeSegment } from '../../../src/chat/codeBlocks.ts';
import { registerCode } from '../../../src/app/code/registerCode.ts';
import { readPatch } from '../../../src/code/readPatch.ts';
import { CodeBench } from './codeBench.ts';
import { test } from './runner.ts';

const source = 'function a() {\n  return 1;\n}\n\nfunction b() {\n  return 2;\n}\n';

function only(bench: CodeBench): CodeSegment {
  assert.equal(bench.said.length, 1, JSON.stringify([bench.said, bench.questions]));
  const code = codeBlocks(bench.said[0] ?? '').find(part => part.kind === 'code');
  assert.ok(code, bench.said[0]);
  return code;
}

// First, for git does not forget a repository that is gone.
test('shares without git what is not saved, and says when there is nothing to share', async () => {
  await using bench = new CodeBench();
  // Saved a second later it would be as it was.
  await vscode.workspace.getConfiguration('files').update('autoSave', 'off', true);
  bench.write('lib/a.ts', source);
  const editor = await bench.edit('lib/a.ts', 0, 0);
  await bench.sharing.shareDiff([]);
  assert.match(bench.questions.join(), /there is no git here/);
  await editor.edit(builder => builder.insert(new vscode.Position(0, 0), '// new\n'));
  await bench.sharing.shareDiff([]);
  assert.match(only(bench).text, /^\+\/\/ new$/m);
});

test('shares the selection with language, path and lines', async () => {
  await using bench = new CodeBench();
  bench.write('src/a.ts', source);
  // The selection ends where a line starts: nothing of that line is in it.
  await bench.edit('src/a.ts', 4, 0, 7, 0);
  await bench.sharing.shareSelection();
  assert.deepEqual(bench.said, ['src/a.ts:5-7\n```typescript\nfunction b() {\n  return 2;\n}\n```']);
});

test('shares the line with the cursor when nothing is selected, and says when that is empty', async () => {
  await using bench = new CodeBench();
  bench.write('src/a.ts', source);
  await bench.edit('src/a.ts', 1, 4);
  await bench.sharing.shareSelection();
  assert.deepEqual(bench.said, ['src/a.ts:2\n```typescript\n  return 1;\n```']);
  await bench.edit('src/a.ts', 3, 0);
  await bench.sharing.shareSelection();
  assert.match(bench.questions.join(), /nothing in this line/);
  assert.equal(bench.said.length, 1);
});

test('shares the commit with what is part of it, and none with what is not', async () => {
  await using bench = new CodeBench();
  bench.write('src/a.ts', source);
  const head = await bench.commitAll();
  bench.write('src/new.ts', source);
  await bench.edit('src/a.ts', 0, 0);
  await bench.sharing.shareSelection();
  assert.equal(only(bench).header, `src/a.ts:1@${head}`);
  await bench.edit('src/new.ts', 0, 0);
  await bench.sharing.shareSelection();
  assert.match(bench.said[1] ?? '', /^src\/new\.ts:1\n/);
});

test('shares of a file outside the workspace nothing but its name', async () => {
  await using bench = new CodeBench();
  const file = path.join(tmpdir(), 'outside.ts');
  writeFileSync(file, source);
  await bench.edit(vscode.Uri.file(file), 0, 0);
  await bench.sharing.shareSelection();
  assert.deepEqual(bench.said, ['outside.ts\n```typescript\nfunction a() {\n```']);
});

test('asks before something secret leaves, and sends what was chosen', async () => {
  await using bench = new CodeBench();
  bench.write('src/a.env', 'HOST=db\nDB_PASSWORD=hunter2\nLOG=/home/ana/log\n');
  const share = async (answer: string | undefined): Promise<void> => {
    bench.answer = answer;
    await bench.edit('src/a.env', 0, 0, 3, 0);
    await bench.sharing.shareSelection();
  };
  await share(undefined);
  assert.deepEqual(bench.said, []);
  assert.deepEqual(bench.questions[0]?.split('\n').slice(1), [
    'Line 2: password …',
    'Line 3: home folder /home/ana',
  ]);
  await share('Replace and Send');
  assert.equal(codeTextOf(bench.said[0]), 'HOST=db\nDB_PASSWORD=‹password›\nLOG=~/log');
  await share('Send as It Is');
  assert.equal(codeTextOf(bench.said[1]), 'HOST=db\nDB_PASSWORD=hunter2\nLOG=/home/ana/log');
});

const codeTextOf = (message = ''): string | undefined =>
  codeBlocks(message).find(part => part.kind === 'code')?.text;

test('says what is too long, and offers it as a file, secrets looked at all the same', async () => {
  await using bench = new CodeBench();
  bench.write('src/a.ts', source);
  const fits = 'src/a.ts:1-7\n```typescript\n' + source.trimEnd() + '\n```';
  const share = async (): Promise<void> => {
    await bench.edit('src/a.ts', 0, 0, 6, 1);
    await bench.sharing.shareSelection();
  };
  bench.maxBytes = Buffer.byteLength(bench.own(fits));
  await share();
  assert.deepEqual(bench.said, [fits]);
  bench.maxBytes -= 1;
  await share();
  assert.match(bench.questions.join(), /Too long for one message/);
  bench.answer = 'Send as File';
  await share();
  assert.equal(bench.said.length, 1);
  bench.canSendFile = false;
  await share();
  assert.match(bench.questions.at(-1) ?? '', /Select less of it/);
  assert.deepEqual(bench.files, [{ name: 'a.ts', text: source.trimEnd() }]);
  // Once for the message, once for the file.
  assert.deepEqual(bench.told, Array(2).fill('Shared in #chat. | Undo | Show'));
});

test('shares nothing while there is nobody to share it with, and offers what can be done', async () => {
  await using bench = new CodeBench();
  bench.write('src/a.ts', source);
  await bench.edit('src/a.ts', 1, 4);
  bench.places = [];
  await bench.sharing.shareSelection();
  assert.deepEqual([bench.said, bench.told, bench.commentsAsked], [[], [], []]);
  assert.deepEqual(bench.questions, ['You are in no room: host or join one first.']);
});

test('shares a problem: what is said of it, where, and the lines', async () => {
  await using bench = new CodeBench();
  const uri = bench.write('src/a.ts', source);
  const problems = vscode.languages.createDiagnosticCollection('bench');
  const problem = (line: number, message: string): vscode.Diagnostic => {
    const diagnostic = new vscode.Diagnostic(new vscode.Range(line, 2, line, 8), message);
    return Object.assign(diagnostic, { source: 'ts', code: { value: 2322, target: uri } });
  };
  problems.set(uri, [problem(1, 'Type is\n  wrong.'), problem(5, 'So is this.')]);
  await bench.edit('src/a.ts', 1, 3);
  await bench.sharing.shareProblem();
  assert.deepEqual(bench.said, [
    'error ts(2322): Type is wrong.\nsrc/a.ts:2:3\n```typescript\n  return 1;\n```',
  ]);
  bench.answer = 'error ts(2322): So is this.';
  await bench.edit('src/a.ts', 3, 0);
  await bench.sharing.shareProblem();
  assert.match(bench.said[1] ?? '', /^error ts\(2322\): So is this\.\nsrc\/a\.ts:6:3\n/);
  await bench.sharing.shareProblem({ uri, diagnostic: problem(1, 'Given.') });
  assert.match(bench.said[2] ?? '', /^error ts\(2322\): Given\.\n/);
  problems.dispose();
  await bench.sharing.shareProblem({ uri: 'file:///etc/passwd', diagnostic: {} });
  assert.match(bench.questions.at(-1) ?? '', /no problem in this file/);
  assert.equal(bench.said.length, 3);
});

test('shares what was changed since the last commit, saved or not, as a patch', async () => {
  await using bench = new CodeBench();
  bench.write('src/a.ts', source);
  const head = await bench.commitAll();
  bench.write('src/a.ts', source.replace('return 1', 'return 11'));
  const editor = await bench.edit('src/a.ts', 5, 0);
  await editor.edit(builder => builder.insert(new vscode.Position(5, 0), '  // two\n'));
  await bench.sharing.shareDiff([]);
  const { language, header, text } = only(bench);
  assert.deepEqual([language, header], ['diff', `src/a.ts@${head}`]);
  assert.equal(readPatch(text).path, 'src/a.ts');
  assert.deepEqual(
    text.split('\n').filter(line => /^[+-](?![+-])/.test(line)),
    ['-  return 1;', '+  return 11;', '+  // two'],
  );
});

test('shares a file that git does not know as a new one', async () => {
  await using bench = new CodeBench();
  await bench.commitAll();
  bench.write('src/new.ts', 'x\n');
  await bench.edit('src/new.ts');
  await bench.sharing.shareDiff([]);
  assert.equal(only(bench).text, '--- /dev/null\n+++ b/src/new.ts\n@@ -0,0 +1,1 @@\n+x');
});

test('says when a file is as it was', async () => {
  await using bench = new CodeBench();
  bench.write('src/a.ts', source);
  await bench.commitAll();
  await bench.edit('src/a.ts');
  await bench.sharing.shareDiff([]);
  assert.match(bench.questions.join(), /has not changed/);
  assert.deepEqual(bench.said, []);
});

test('offers to share a problem with a quick fix, while there is a chat', async () => {
  await using bench = new CodeBench();
  const uri = bench.write('src/a.ts', source);
  await bench.edit('src/a.ts');
  const status = { isConnected: false };
  const registered = registerCode({ status });
  const problems = vscode.languages.createDiagnosticCollection('bench');
  const range = new vscode.Range(1, 2, 1, 8);
  problems.set(uri, [new vscode.Diagnostic(range, 'Wrong.', vscode.DiagnosticSeverity.Warning)]);
  // The extension itself may be in a chat, and offers it, too.
  const offered = async (): Promise<readonly vscode.CodeAction[]> => {
    const all = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      range,
    );
    return all.filter(({ title }) => title === 'Share in Chat');
  };
  const before = (await offered()).length;
  status.isConnected = true;
  const now = await offered();
  assert.equal(now.length, before + 1);
  const [action] = now;
  assert.equal(action?.command?.command, 'pychat.shareProblem');
  await bench.sharing.shareProblem(action.command.arguments?.[0]);
  assert.match(bench.said.join(), /^warning: Wrong\.\nsrc\/a\.ts:2:3/);
  for (const one of [registered, problems]) one.dispose();
});
