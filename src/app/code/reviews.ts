import {
  commands,
  type Disposable,
  type Range,
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
import { BoundedMap } from '../../common/boundedMap.ts';
import type { Input } from '../../conversation/input.ts';
import { t } from '../words.ts';
import { applyPatch } from './applyReviewed.ts';
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
  readonly #take: (input: Input) => void;
  readonly #open = new BoundedMap<string, Review>(maxReviews, (_, uri) => void closeTabs(Uri.parse(uri)));
  readonly #registered: readonly Disposable[];
  #count = 0;

  constructor(editors: LastEditor, take: (input: Input) => void) {
    this.#editors = editors;
    this.#take = take;
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
    this.#open.set(right.toString(), review);
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

  /**
   * Applies the patch that is under review at this address, or in the editor that is open.
   *
   * @throws what the editor throws while it is written: the patch can be applied again
   */
  async apply(given: unknown): Promise<void> {
    const uri = given instanceof Uri ? given : openReview();
    const key = uri?.toString() ?? '';
    const review = this.#open.get(key);
    if (uri === undefined || review === undefined) return;
    // A second click finds nothing to apply.
    this.#open.delete(key);
    let done: Range | undefined;
    try {
      done = await this.#orRefused(() => applyPatch(review.patch, review.file));
    } finally {
      if (done === undefined) this.#open.set(key, review);
    }
    if (done === undefined) return;
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
      this.#take({ type: 'note', text: patchSentence(error.code), tone: 'warning' });
      return undefined;
    }
  }

  #address(name: string): Uri {
    return Uri.from({ scheme: patchScheme, path: `/${name}` });
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
