import {
  commands,
  type Disposable,
  TabInputTextDiff,
  type Tab,
  type TabChangeEvent,
  Uri,
  window,
  workspace,
} from 'vscode';
import { edited, editsOf } from '../../code/applyPatch.ts';
import { PatchRefusal } from '../../code/patchRefusal.ts';
import { type Patch, readPatch } from '../../code/readPatch.ts';
import { t } from '../words.ts';
import { applyPatch } from './applyReviewed.ts';
import type { CodeListener } from './codeListener.ts';
import { currentText } from './currentText.ts';
import type { LastEditor } from './lastEditor.ts';
import { patchScheme } from './patchScheme.ts';
import { patchSentence } from './patchText.ts';
import { fileAt, newFileAt } from './workspaceFiles.ts';

/** Reviews that are open at once; the oldest end before there are more. */
export const maxReviews = 20;

/** A patch that somebody sent, and the file that it is for. */
export interface Review {
  readonly patch: Patch;
  readonly file: Uri;
  /** The file as it would be. */
  readonly result: string;
}

/** Patches shown in the diff editor. Nothing is written before the user applies one. */
export class Reviews implements Disposable {
  readonly #editors: LastEditor;
  readonly #listener: CodeListener;
  readonly #open = new Map<string, Review>();
  readonly #registered: readonly Disposable[];
  #count = 0;

  constructor(editors: LastEditor, listener: CodeListener) {
    this.#editors = editors;
    this.#listener = listener;
    this.#registered = [
      // What is not under review is the empty place of a new file.
      workspace.registerTextDocumentContentProvider(patchScheme, {
        provideTextDocumentContent: uri => this.#open.get(uri.toString())?.result ?? '',
      }),
      window.tabGroups.onDidChangeTabs(change => this.#closed(change)),
    ];
  }

  /**
   * Shows what a patch would change, or says why it is not taken.
   *
   * @param about.path the file's, where the patch does not name it
   * @param about.from who sent it; '' when that is not known
   */
  async review(text: string, about: { readonly path?: string; readonly from: string }): Promise<void> {
    const review = await this.#orRefused(() => prepare(text, about));
    if (review === undefined) return;
    const { file, patch } = review;
    const right = this.#address(`${this.#count++}/${patch.path}`);
    this.#keep(right, review);
    const left = patch.creates ? this.#address(`new/${patch.path}`) : file;
    const title =
      about.from === ''
        ? t('{file}: a patch', { file: patch.path })
        : t('{file}: a patch of {nick}', { file: patch.path, nick: about.from });
    await commands.executeCommand('vscode.diff', left, right, title, {
      preview: true,
      viewColumn: this.#editors.column,
    });
  }

  /** Applies the patch that is under review at this address, or in the editor that is open. */
  async apply(given: unknown): Promise<void> {
    const uri = given instanceof Uri ? given : openReview();
    const key = uri?.toString() ?? '';
    const review = this.#open.get(key);
    if (uri === undefined || review === undefined) return;
    // A second click finds nothing to apply.
    this.#open.delete(key);
    const done = await this.#orRefused(() => applyPatch(review.patch, review.file));
    if (done === undefined) return void this.#open.set(key, review);
    await closeTabs(uri);
    await window.showTextDocument(review.file, { selection: done, viewColumn: this.#editors.column });
  }

  dispose(): void {
    for (const one of this.#registered) one.dispose();
    this.#open.clear();
  }

  async #orRefused<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof PatchRefusal)) throw error;
      this.#listener.note(patchSentence(error.code, t), 'warning');
      return undefined;
    }
  }

  #address(name: string): Uri {
    return Uri.from({ scheme: patchScheme, path: `/${name}` });
  }

  #keep(uri: Uri, review: Review): void {
    this.#open.set(uri.toString(), review);
    const [oldest] = this.#open.keys();
    if (this.#open.size <= maxReviews || oldest === undefined) return;
    this.#open.delete(oldest);
    void closeTabs(Uri.parse(oldest));
  }

  #closed({ closed }: TabChangeEvent): void {
    for (const { input } of closed) {
      const uri = input instanceof TabInputTextDiff ? input.modified : undefined;
      // One that moves to another group closes here and opens there.
      if (uri && tabsOf(uri).length === 0) this.#open.delete(uri.toString());
    }
  }
}

async function prepare(text: string, { path }: { readonly path?: string }): Promise<Review> {
  const patch = readPatch(text, path === undefined ? {} : { path });
  const file = await (patch.creates ? newFileAt(patch.path) : fileAt(patch.path));
  const present = patch.creates ? '' : file && (await currentText(file));
  if (file === undefined) throw new PatchRefusal('path', patch.path);
  if (present === undefined) throw new PatchRefusal('tooLarge', patch.path);
  return { patch, file, result: edited(present, editsOf(patch, present)) };
}

/** The right side of the diff editor that is open, where that is a review. */
function openReview(): Uri | undefined {
  const input = window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof TabInputTextDiff ? input.modified : undefined;
}

function tabsOf(uri: Uri): Tab[] {
  return window.tabGroups.all
    .flatMap(group => group.tabs)
    .filter(({ input }) => input instanceof TabInputTextDiff && input.modified.toString() === uri.toString());
}

async function closeTabs(uri: Uri): Promise<void> {
  await window.tabGroups.close(tabsOf(uri), true);
}
