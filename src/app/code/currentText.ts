import { type Uri, workspace } from 'vscode';
import { maxFileLength } from '../../code/limits.ts';

/**
 * The text of a file as the editor has it: unsaved where it is open and changed.
 *
 * @returns undefined when it is larger than `maxFileLength`, is no text, or cannot be read
 */
export async function currentText(uri: Uri): Promise<string | undefined> {
  const open = workspace.textDocuments.find(document => document.uri.toString() === uri.toString());
  if (open) return ofFittingLength(open.getText());
  return savedText(uri);
}

/** The same as the disk has it. */
export async function savedText(uri: Uri): Promise<string | undefined> {
  try {
    if ((await workspace.fs.stat(uri)).size > maxFileLength) return undefined;
    const text = await workspace.decode(await workspace.fs.readFile(uri), { uri });
    return text.includes('\0') ? undefined : ofFittingLength(text);
  } catch {
    return undefined;
  }
}

function ofFittingLength(text: string): string | undefined {
  return text.length > maxFileLength ? undefined : text;
}
