import { env, type TextEditor, window } from 'vscode';
import { codeBlocks, type CodeSegment } from '../../chat/codeBlocks.ts';
import type { Location } from '../../chat/location.ts';
import { indented } from '../../code/indent.ts';
import { patchForGit } from '../../code/patchRows.ts';
import type { CodeAction, LocationState } from '../../panel/protocol.ts';
import { reportFailure } from '../reportFailure.ts';
import type { Services } from '../services.ts';
import { t } from '../words.ts';
import { LastEditor } from './lastEditor.ts';
import { checkLocations, openLocation } from './locations.ts';
import { Reviews } from './reviews.ts';
import { sendCode, type Shared, type SharingChat } from './sendCode.ts';
import { sharedDiff } from './shareDiff.ts';
import { isProblem, problemIn, sharedProblem } from './shareProblem.ts';
import { sharedSelection } from './shareSelection.ts';

/** What people do with code in a conversation: they send it, and they do things with what was sent. */
export class CodeRequests {
  readonly #services: Pick<Services, 'context' | 'log'>;
  readonly #chat: SharingChat;
  readonly #editors = new LastEditor();
  readonly #reviews: Reviews;

  constructor(services: Pick<Services, 'context' | 'log'>, chat: SharingChat) {
    this.#services = services;
    this.#chat = chat;
    this.#reviews = new Reviews(this.#editors, chat.take);
    services.context.subscriptions.push(this.#editors, this.#reviews);
  }

  /** *Share Selection in Chat*: the selection, or the line with the cursor. */
  async shareSelection(): Promise<void> {
    await this.#share(async editor => {
      const shared = await sharedSelection(editor);
      if (!shared)
        void window.showInformationMessage(t('There is nothing in this line. Select what to share.'));
      return shared;
    });
  }

  /** *Share Problem in Chat*: the one given by a quick fix, else the one under the cursor, else one of the file's. */
  async shareProblem(given?: unknown): Promise<void> {
    if (isProblem(given)) return sendCode(await sharedProblem(given), this.#chat);
    await this.#share(async editor => {
      const problem = await problemIn(editor);
      return problem && sharedProblem(problem);
    });
  }

  /** *Share Diff in Chat*: what was changed in the file. */
  async shareDiff(): Promise<void> {
    await this.#share(({ document }) => sharedDiff(document));
  }

  /** Opens a location in our own copy; what goes wrong is reported. */
  async open(location: Location): Promise<void> {
    await this.#orReported(() => openLocation(location, this.#editors, this.#chat.take));
  }

  /** How locations stand in our own copy, by `locationKey`; of those where that is not known, nothing. */
  async check(locations: readonly Location[]): Promise<Record<string, LocationState>> {
    return (await this.#orReported(() => checkLocations(locations))) ?? {};
  }

  /**
   * Does something with a block of code of a message; what goes wrong is reported.
   *
   * @param block counts the message's blocks from 0; one that it does not have is ignored
   * @param from who sent it; '' when that is not known
   */
  async act(text: string, block: number, action: CodeAction, from = ''): Promise<void> {
    const code = codeBlocks(text).filter(part => part.kind === 'code')[block];
    if (code) await this.#orReported(() => this.#act(code, action, from));
  }

  /** *Apply Patch*, in the title of a review; `given` is the address that the editor gives its commands. */
  async applyPatch(given?: unknown): Promise<void> {
    await this.#orReported(() => this.#reviews.apply(given));
  }

  async #act(code: CodeSegment, action: CodeAction, from: string): Promise<void> {
    switch (action) {
      case 'copy':
        return env.clipboard.writeText(wholeText(code));
      case 'insert':
        return this.#insert(code.text);
      case 'open':
        return code.location && openLocation(code.location, this.#editors, this.#chat.take);
      case 'review':
        return this.#reviews.review(wholeText(code), from, code.location?.path);
    }
  }

  async #share(make: (editor: TextEditor) => Promise<Shared | undefined>): Promise<void> {
    const editor = await this.#editors.get();
    if (editor === undefined) {
      void window.showInformationMessage(t('Open a file first: there is no code to share.'));
      return;
    }
    const shared = await make(editor);
    if (shared) await sendCode(shared, this.#chat);
  }

  async #insert(code: string): Promise<void> {
    const editor = await this.#editors.get();
    if (editor === undefined) {
      const text = t('Open a file first: there is no cursor to insert at.');
      this.#chat.take({ type: 'note', text, tone: 'warning' });
      return;
    }
    const { document, selections } = editor;
    await editor.edit(builder => {
      for (const selection of selections) {
        const line = document.lineAt(selection.start.line).text;
        const indentation = /^[\t ]*/.exec(line.slice(0, selection.start.character))?.[0] ?? '';
        builder.replace(selection, indented(code, indentation));
      }
    });
    await window.showTextDocument(document, editor.viewColumn);
  }

  async #orReported<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      reportFailure(error, this.#services);
      return undefined;
    }
  }
}

/** With what a message cannot hold. */
function wholeText({ text, language, hasReturns = false }: CodeSegment): string {
  return language === 'diff' || language === 'patch' ? patchForGit(text, hasReturns) : text;
}
