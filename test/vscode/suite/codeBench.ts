import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Location } from '../../../src/chat/location.ts';
import { locationKey } from '../../../src/chat/locations.ts';
import type { CodeAction } from '../../../src/panel/protocol.ts';
import { CodeRequests } from '../../../src/app/code/codeRequests.ts';
import { LastCommands } from '../../../src/app/code/lastCommands.ts';
import { LastEditor } from '../../../src/app/code/lastEditor.ts';
import { Sharing } from '../../../src/app/code/sharing.ts';
import type { TalkPlace } from '../../../src/conversation/effect.ts';
import type { Input } from '../../../src/conversation/input.ts';

/** Everything a person is asked is asked through these; here the tests answer. */
type Asking = 'showWarningMessage' | 'showInformationMessage' | 'showQuickPick' | 'createInputBox';

let benches = 0;

/** The code of a conversation over a real workspace, with a chat that only notes what it is told. */
export class CodeBench implements AsyncDisposable {
  readonly said: string[] = [];
  readonly notes: string[] = [];
  readonly files: { name: string; text: string }[] = [];
  readonly questions: string[] = [];
  /** What was said of something that was shared, with the buttons. */
  readonly told: string[] = [];
  /** The titles of the questions for a comment. */
  readonly commentsAsked: string[] = [];
  /** The tabs where something was said, taken back, or shown. */
  readonly saidIn: string[] = [];
  readonly saidIds: string[] = [];
  readonly takenBack: string[] = [];
  readonly shown: string[] = [];
  maxBytes = 4_096;
  /** Where something can be said, the tab in front first. */
  places: readonly string[] = ['#chat'];
  /** What is answered to the question for a comment; undefined cancels. */
  comment: string | undefined = '';
  /** The button that is pressed once something was shared. */
  afterwards: string | undefined;
  readonly errors: unknown[] = [];
  canSendFile = true;
  canTakeBack = true;
  isByLine = false;
  /** What the next question is answered with: a button, or the label of a row. */
  answer: string | undefined;
  readonly code: CodeRequests;
  readonly sharing: Sharing;
  readonly root: string;
  readonly #number = (benches += 1);
  readonly #subscriptions: vscode.Disposable[] = [];
  readonly #asking = new Map<Asking, unknown>();

  constructor() {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder, 'no folder is open');
    this.root = folder.uri.fsPath;
    const services = {
      context: { subscriptions: this.#subscriptions },
      log: { error: (error: unknown) => void this.errors.push(error) },
    };
    const editors = new LastEditor();
    const terminals = new LastCommands();
    for (const one of [editors, terminals])
      this.#subscriptions.push(new vscode.Disposable(() => one.dispose()));
    const take = (input: Input): void => this.#take(input);
    this.code = new CodeRequests(
      services as unknown as ConstructorParameters<typeof CodeRequests>[0],
      editors,
      take,
    );
    this.sharing = new Sharing({
      take,
      places: () => this.places.map(title => this.#placeOf(title)),
      files: {
        canSend: () => this.canSendFile,
        sendText: (_, name, text) => {
          this.files.push({ name, text });
          return Promise.resolve([{ withdraw: () => void this.takenBack.push(name) }]);
        },
        sendFile: (_, uris = []) => {
          const names = uris.map(uri => path.basename(uri.fsPath));
          this.files.push(...names.map(name => ({ name, text: '' })));
          return Promise.resolve(names.map(name => ({ withdraw: () => void this.takenBack.push(name) })));
        },
      },
      editors,
      terminals,
    });
    this.#answer('showWarningMessage', (message, options) => {
      const { detail } = (typeof options === 'object' ? options : {}) as { detail?: string };
      this.questions.push(detail === undefined ? message : `${message}\n${detail}`);
      return this.answer;
    });
    this.#answer('showInformationMessage', (message, ...buttons) => {
      if (buttons.length === 0) return void this.questions.push(message);
      this.told.push([message, ...buttons].join(' | '));
      return buttons.includes(this.afterwards) ? this.afterwards : undefined;
    });
    this.#replace('createInputBox', () => this.#commentBox());
    this.#answer('showQuickPick', rows => {
      const all = rows as unknown as readonly { label: string }[];
      this.questions.push(all.map(({ label }) => label).join(' | '));
      return all.find(({ label }) => label === this.answer);
    });
  }

  /** Where a file of the workspace is. */
  at(name: string): string {
    return path.join(this.root, this.own(name));
  }

  /** Writes a file of the workspace. */
  write(name: string, text: string | Uint8Array): vscode.Uri {
    mkdirSync(path.dirname(this.at(name)), { recursive: true });
    writeFileSync(this.at(name), text);
    return vscode.Uri.file(this.at(name));
  }

  read(name: string): string {
    return readFileSync(this.at(name), 'utf8');
  }

  act(message: string, block: number, action: CodeAction, from?: string): Promise<void> {
    return this.code.act(this.own(message), block, action, from);
  }

  open(location: Location): Promise<void> {
    return this.code.open({ ...location, path: this.own(location.path) });
  }

  async check(locations: readonly Location[]): Promise<(string | undefined)[]> {
    const own = locations.map(location => ({ ...location, path: this.own(location.path) }));
    const states = await this.code.check(own);
    return own.map(location => states[locationKey(location)]);
  }

  /** The editor may go on holding a file that is gone: so the folders of each test have names of their own. */
  own(text: string): string {
    return text.replace(/\b(src|lib)\b/g, `$1${this.#number}`);
  }

  /** As the test wrote it. */
  asWritten(text: string): string {
    return text.replace(new RegExp(`\\b(src|lib)${this.#number}\\b`, 'g'), '$1');
  }

  /** Opens a file with lines selected: first and last, from 0, with their characters. */
  async edit(name: string | vscode.Uri, ...at: readonly number[]): Promise<vscode.TextEditor> {
    const uri = typeof name === 'string' ? vscode.Uri.file(this.at(name)) : name;
    const [line = 0, character = 0, endLine = line, endCharacter = character] = at;
    const selection = new vscode.Range(line, character, endLine, endCharacter);
    return vscode.window.showTextDocument(uri, { selection, preview: false });
  }

  git(...args: readonly string[]): string {
    const who = ['-c', 'user.name=ana', '-c', 'user.email=ana@example.com', '-c', 'commit.gpgsign=false'];
    return execFileSync('git', ['-C', this.root, ...who, ...args], { encoding: 'utf8' }).trim();
  }

  /** Makes the workspace a repository with all of its files in one commit; gives that, in seven digits. */
  async commitAll(): Promise<string> {
    this.git('init', '-q');
    this.git('add', '-A');
    this.git('commit', '-q', '--allow-empty', '-m', 'all');
    const head = this.git('rev-parse', 'HEAD');
    assert.equal(await this.refreshGit(), head);
    return head.slice(0, 7);
  }

  /** Makes the editor look at the repository. @returns the commit that is checked out, undefined before the first */
  async refreshGit(): Promise<string | undefined> {
    const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
    const api = (await extension?.activate())?.getAPI(1);
    const repository = await api?.openRepository(vscode.Uri.file(this.root));
    assert.ok(repository, 'git does not know the repository');
    await repository.status();
    return repository.state.HEAD?.commit;
  }

  /** Closes what is open, unsaved or not, and gives the editor back what it asks with. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const document of vscode.workspace.textDocuments)
      if (document.isDirty) {
        await vscode.window.showTextDocument(document);
        await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      }
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const one of this.#subscriptions) one.dispose();
    for (const [name, own] of this.#asking) Object.assign(vscode.window, { [name]: own });
    for (const name of ['src', 'lib', 'link', '.git'])
      rmSync(this.at(name), { recursive: true, force: true });
  }

  #take(input: Input): void {
    if (input.type === 'note') this.notes.push(this.asWritten(input.text));
    if (input.type === 'showTab') this.shown.push(input.tab);
    if (input.type === 'unshare') this.takenBack.push(input.id);
    if (input.type !== 'share') return;
    this.said.push(this.asWritten(input.text));
    this.saidIn.push(input.tab);
    this.saidIds.push(input.id);
  }

  #placeOf(title: string): TalkPlace {
    const kind = title.startsWith('#') ? 'room' : 'private';
    const counts = { people: 2, unread: 0, mentions: 0 };
    const place = { tab: title, connection: 'one', target: title, title, kind } as const;
    const { maxBytes, canTakeBack, isByLine } = this;
    return { ...place, ...counts, maxBytes, canTakeBack, isByLine };
  }

  #answer(name: Asking, how: (message: string, ...more: unknown[]) => unknown): void {
    this.#replace(name, (message: string, ...more: unknown[]) => Promise.resolve(how(message, ...more)));
  }

  #replace(name: Asking, by: unknown): void {
    this.#asking.set(name, vscode.window[name]);
    Object.assign(vscode.window, { [name]: by });
  }

  /** The question for a comment, which answers itself as soon as it is shown. */
  #commentBox(): Partial<vscode.InputBox> {
    const [accepted, hidden] = [new vscode.EventEmitter<void>(), new vscode.EventEmitter<void>()];
    const box: Partial<vscode.InputBox> = {
      onDidAccept: accepted.event,
      onDidHide: hidden.event,
      onDidTriggerButton: () => new vscode.Disposable(() => undefined),
      show: () => {
        this.commentsAsked.push(box.title ?? '');
        box.value = this.comment ?? '';
        (this.comment === undefined ? hidden : accepted).fire();
      },
      dispose: () => undefined,
    };
    return box;
  }
}

interface GitExtension {
  getAPI(version: 1): {
    openRepository(
      root: vscode.Uri,
    ): Promise<{ status(): Promise<void>; state: { HEAD?: { commit?: string } } } | null>;
  };
}
