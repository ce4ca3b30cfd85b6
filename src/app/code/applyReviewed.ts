import { Range, type Uri, workspace, WorkspaceEdit } from 'vscode';
import { edited, editsOf } from '../../code/applyPatch.ts';
import { PatchRefusal } from '../../code/patchRefusal.ts';
import type { Patch } from '../../code/readPatch.ts';
import { filesAt, newFilesAt } from './workspaceFiles.ts';

/**
 * Applies a patch to the file as it is now, as one edit that can be undone. The file is saved where it had been saved
 * before; a new one is made, and none is written over.
 *
 * @returns what to show of it
 * @throws {PatchRefusal} when the file changed in a way that the patch does not fit
 */
export async function applyPatch(patch: Patch, file: Uri): Promise<Range> {
  return patch.creates ? create(patch, file) : change(patch, file);
}

async function change(patch: Patch, file: Uri): Promise<Range> {
  // A link may have come in its place since it was shown.
  if (!isAmong(await filesAt(patch.path), file)) throw new PatchRefusal('path', patch.path);
  const document = await workspace.openTextDocument(file);
  const wasSaved = !document.isDirty;
  const edit = new WorkspaceEdit();
  const edits = editsOf(patch, document.getText());
  for (const { from, to, text } of edits)
    edit.replace(file, new Range(document.positionAt(from), document.positionAt(to)), text);
  const start = document.positionAt(edits[0]?.from ?? 0);
  if (!(await workspace.applyEdit(edit))) throw new PatchRefusal('doesNotApply', 'the editor refused it');
  if (wasSaved) await document.save();
  return new Range(start, start);
}

async function create(patch: Patch, file: Uri): Promise<Range> {
  if (!isAmong(await newFilesAt(patch.path), file)) throw new PatchRefusal('doesNotApply', 'it is there');
  const edit = new WorkspaceEdit();
  const contents = new TextEncoder().encode(edited('', editsOf(patch, '')));
  edit.createFile(file, { overwrite: false, ignoreIfExists: false, contents });
  if (!(await workspace.applyEdit(edit))) throw new PatchRefusal('doesNotApply', 'the editor refused it');
  return new Range(0, 0, 0, 0);
}

function isAmong(uris: readonly Uri[], file: Uri): boolean {
  return uris.some(uri => uri.toString() === file.toString());
}
