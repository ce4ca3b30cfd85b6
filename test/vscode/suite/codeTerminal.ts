import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import * as vscode from 'vscode';
import { CodeBench } from './codeBench.ts';
import { test } from './runner.ts';

/** A terminal whose shell marks its commands, as shell integration does: https://code.visualstudio.com/docs/terminal/shell-integration */
class MarkingShell implements Disposable {
  readonly terminal: vscode.Terminal;
  readonly #written = new vscode.EventEmitter<string>();
  readonly #events = new EventEmitter();
  readonly #listening = [
    vscode.window.onDidStartTerminalShellExecution(() => this.#events.emit('started')),
    vscode.window.onDidEndTerminalShellExecution(() => this.#events.emit('ended')),
  ];

  constructor(pty: { open: () => void }) {
    const name = 'marking shell';
    this.terminal = vscode.window.createTerminal({
      name,
      pty: { onDidWrite: this.#written.event, open: pty.open, close: () => undefined },
    });
  }

  static async open(): Promise<MarkingShell> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const shell = new MarkingShell({ open: () => resolve(undefined) });
    shell.terminal.show();
    await promise;
    return shell;
  }

  /** Runs a command that writes this and ends. */
  async run(command: string, output: string, exitCode: number): Promise<void> {
    const [started, ended] = [once(this.#events, 'started'), once(this.#events, 'ended')];
    const mark = (text: string): string => `\x1b]633;${text}\x07`;
    this.#written.fire(`${mark('A')}$ ${mark('B')}${command}${mark(`E;${command}`)}\r\n${mark('C')}`);
    // Of what comes over a socket in one piece with the start, the editor tells its extensions nothing.
    await started;
    this.#written.fire(output);
    this.#written.fire(mark(`D;${exitCode}`));
    await ended;
  }

  [Symbol.dispose](): void {
    for (const one of this.#listening) one.dispose();
    this.terminal.dispose();
  }
}

test('shares the last command of the terminal with what it wrote, as it stands there', async () => {
  await using bench = new CodeBench();
  using shell = await MarkingShell.open();
  await shell.run('true', '', 0);
  await shell.run('npm test', '\x1b[32m10 %\x1b[0m\r100 %\r\n\x1b[1;31mfailed\x1b[0m\r\n', 1);
  await bench.sharing.shareCommand();
  assert.deepEqual(bench.said, ['exit code 1\n```console\n$ npm test\n100 %\nfailed\n```']);
  assert.deepEqual(bench.commentsAsked, ['Share npm test in #chat']);
});

test('shares of the terminal whose menu was opened, also when another is in front', async () => {
  await using bench = new CodeBench();
  using clicked = await MarkingShell.open();
  await clicked.run('make clicked', 'of the clicked\r\n', 0);
  using front = await MarkingShell.open();
  await front.run('make front', 'of the one in front\r\n', 0);
  await bench.sharing.shareCommand(clicked.terminal);
  await bench.sharing.shareCommand({ name: 'no terminal' });
  assert.deepEqual(bench.commentsAsked, ['Share make clicked in #chat', 'Share make front in #chat']);
  assert.match(bench.said[0] ?? '', /of the clicked/);
});

test('asks before a secret that a command wrote leaves', async () => {
  await using bench = new CodeBench();
  using shell = await MarkingShell.open();
  await shell.run('env', 'HOST=db\r\nDB_PASSWORD=\x1b[1mhunter2\x1b[0m\r\n', 0);
  await bench.sharing.shareCommand();
  assert.deepEqual(bench.said, []);
  assert.match(bench.questions.join(), /Line 3: password/);
  bench.answer = 'Replace and Send';
  await bench.sharing.shareCommand();
  assert.deepEqual(bench.said, ['```console\n$ env\nHOST=db\nDB_PASSWORD=‹password›\n```']);
});

test('says so when nothing is known of a terminal', async () => {
  await using bench = new CodeBench();
  await bench.sharing.shareCommand();
  assert.match(bench.questions.join(), /shell integration is off/);
});
