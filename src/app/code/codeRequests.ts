import { env, window } from 'vscode';
import { codeBlocks, type CodeSegment } from '../../chat/codeBlocks.ts';
import type { Location } from '../../chat/location.ts';
import { indented } from '../../code/indent.ts';
import { patchForGit } from '../../code/patchRows.ts';
import type { Input } from '../../conversation/input.ts';
import type { CodeAction, LocationState } from '../../panel/protocol.ts';
import { reportFailure } from '../reportFailure.ts';
import type { Services } from '../services.ts';
import { t } from '../words.ts';
import type { LastEditor } from './lastEditor.ts';
import { checkLocations, openLocation } from './locations.ts';
import { Reviews } from './reviews.ts';

/** What people do with code that was sent. */
export class CodeRequests {
  readonly #services: Pick<Services, 'context' | 'log'>;
  readonly #take: (input: Input) => void;
  readonly #editors: LastEditor;
  readonly #reviews: Reviews;

  /** @param take gives the conversation an input */
  constructor(
    services: Pick<Services, 'context' | 'log'>,
    editors: LastEditor,
    take: (input: Input) => void,
  ) {
    this.#services = services;
    this.#take = take;
    this.#editors = editors;
    this.#reviews = new Reviews(editors, take);
    services.context.subscriptions.push(this.#reviews);
  }

  /** Opens a location in our own copy; what goes wrong is reported. */
  async open(location: Location): Promise<void> {
    await this.#orReported(() => openLocation(location, this.#editors, this.#take));
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
        return code.location && openLocation(code.location, this.#editors, this.#take);
      case 'review':
        return this.#reviews.review(wholeText(code), from, code.location?.path);
    }
  }

  async #insert(code: string): Promise<void> {
    const editor = await this.#editors.get();
    if (editor === undefined) {
      const text = t('Open a file first: there is no cursor to insert at.');
      this.#take({ type: 'note', text, tone: 'warning' });
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
