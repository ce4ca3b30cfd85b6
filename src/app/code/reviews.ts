import {
  commands,
  type Disposable,
  Range,
  TabInputTextDiff,
  type Tab,
  type TabChangeEvent,
  Uri,
  window,
  workspace,
  WorkspaceEdit,
} from 'vscode';
import { edited, editsOf } from '../../code/applyPatch.ts';
import { PatchRefusal, type PatchRefusalCode } from '../../code/patchRefusal.ts';
import { type Patch, readPatch } from '../../code/readPatch.ts';
import { BoundedMap } from '../../common/boundedMap.ts';
import type { Input } from '../../conversation/input.ts';
import { t } from '../words.ts';
import { confirmChange } from './confirmRunner.ts';
import { currentText } from './currentText.ts';
import type { LastEditor } from './lastEditor.ts';
import { patchScheme } from './registerCode.ts';
import { chooseFile, filesAt, type WorkspaceFile } from './workspaceFiles.ts';

/** Reviews that are open at once; the oldest end before there are more. */
export const maxReviews = 20;

/** A patch that somebody sent, and the file that it is for. */
export interface Review {
  readonly patch: Patch;
  readonly file: WorkspaceFile;
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
   * @param from who sent it; '' when that is not known
   * @param path the file's, where the patch does not name it
   */
  async review(text: string, from: string, path?: string): Promise<void> {
    const review = await this.#orRefused(() => prepare(text, path));
    if (review === undefined) return;
    const { file, patch } = review;
    const right = this.#address(`${this.#count++}/${patch.path}`);
    this.#open.set(right.toString(), review);
    const left = patch.creates ? this.#address(`new/${patch.path}`) : file.uri;
    const words = { file: file.path, nick: from };
    const title = from === '' ? t('{file}: a patch', words) : t('{file}: a patch of {nick}', words);
    const options = { preview: true, viewColumn: this.#editors.column };
    await commands.executeCommand('vscode.diff', left, right, title, options);
  }

  /**
   * Applies the patch that is under review at this address, or in the editor that is open. What changes a file that runs
   * by itself is asked about once more.
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
    await window.showTextDocument(review.file.uri, { selection: done, viewColumn: this.#editors.column });
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

async function prepare(text: string, path: string | undefined): Promise<Review> {
  const patch = readPatch(text, path === undefined ? {} : { path });
  const file = await chooseFile(await fitting(patch, await filesAt(patch.path, patch.creates)));
  const present = patch.creates ? '' : file && (await currentText(file.uri));
  if (file === undefined) throw new PatchRefusal('path', patch.path);
  if (present === undefined) throw new PatchRefusal('tooLarge', patch.path);
  return { patch, file, result: edited(present, editsOf(patch, present)) };
}

/** Those of several folders' files to which a patch applies; all of them where it applies to none. */
async function fitting(patch: Patch, files: readonly WorkspaceFile[]): Promise<readonly WorkspaceFile[]> {
  if (files.length <= 1 || patch.creates) return files;
  const found = files.map(async file => {
    const text = await currentText(file.uri);
    return text !== undefined && applies(patch, text) ? [file] : [];
  });
  const fit = (await Promise.all(found)).flat();
  return fit.length > 0 ? fit : files;
}

function applies(patch: Patch, text: string): boolean {
  try {
    return editsOf(patch, text).length > 0;
  } catch (error) {
    if (error instanceof PatchRefusal) return false;
    throw error;
  }
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

/**
 * Applies a patch to the file as it is now, as one edit that can be undone. The file is saved where it had been saved
 * before; a new one is made, and none is written over.
 *
 * @returns what to show of it; undefined when the user does not want it after all
 * @throws {PatchRefusal} when the file changed in a way that the patch does not fit
 */
async function applyPatch(patch: Patch, file: WorkspaceFile): Promise<Range | undefined> {
  await checkPlace(patch, file);
  const present = patch.creates ? '' : await currentText(file.uri);
  if (present === undefined) throw new PatchRefusal('tooLarge', patch.path);
  const result = edited(present, editsOf(patch, present));
  if (!(await confirmChange(file, present, result))) return undefined;
  if (!patch.creates) return change(patch, file);
  await checkPlace(patch, file);
  const edit = new WorkspaceEdit();
  const contents = new TextEncoder().encode(result);
  edit.createFile(file.uri, { overwrite: false, ignoreIfExists: false, contents });
  await applyEdit(edit);
  return new Range(0, 0, 0, 0);
}

async function change(patch: Patch, file: WorkspaceFile): Promise<Range> {
  const document = await workspace.openTextDocument(file.uri);
  const wasSaved = !document.isDirty;
  const edit = new WorkspaceEdit();
  const edits = editsOf(patch, document.getText());
  for (const { from, to, text } of edits)
    edit.replace(file.uri, new Range(document.positionAt(from), document.positionAt(to)), text);
  const start = document.positionAt(edits[0]?.from ?? 0);
  await checkPlace(patch, file);
  await applyEdit(edit);
  if (!wasSaved) return new Range(start, start);
  // This is what writes.
  await checkPlace(patch, file);
  await document.save();
  return new Range(start, start);
}

/** A link may have come in its place since it was shown, or since it was asked about. @throws {PatchRefusal} */
async function checkPlace({ path, creates }: Patch, { uri }: WorkspaceFile): Promise<void> {
  const places = await filesAt(path, creates);
  if (!places.some(place => place.uri.toString() === uri.toString()))
    throw new PatchRefusal(creates ? 'doesNotApply' : 'path', path);
}

async function applyEdit(edit: WorkspaceEdit): Promise<void> {
  if (!(await workspace.applyEdit(edit))) throw new PatchRefusal('doesNotApply', 'the editor refused it');
}

/** Why a patch is refused, in a sentence. */
function patchSentence(code: PatchRefusalCode): string {
  const sentences: Readonly<Record<PatchRefusalCode, string>> = {
    notAPatch: t('This is not a patch.'),
    tooLarge: t('The patch, or the file it is for, is too large to be reviewed here.'),
    severalFiles: t('The patch changes several files. Ask for one patch per file.'),
    binary: t('The patch changes a file that is not text.'),
    renames: t('The patch renames or copies a file. Only text changes are accepted.'),
    modes: t('The patch turns a file into a link or a program. Only text changes are accepted.'),
    deletes: t('The patch deletes a file. Only text changes are accepted.'),
    path: t('The patch is for a file outside the workspace, or for one that no patch may change.'),
    absurd: t('The patch is damaged: its line numbers make no sense.'),
    doesNotApply: t(
      'The patch does not fit your copy of the file: the lines that it changes are different there.',
    ),
  };
  return sentences[code];
}
