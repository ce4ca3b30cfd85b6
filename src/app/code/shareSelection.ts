import path from 'node:path';
import { Range, type TextDocument, type TextEditor, type Uri } from 'vscode';
import { maxLanguageLength } from '../../chat/codeBlocks.ts';
import type { Location } from '../../chat/location.ts';
import { gitFileOf } from './git.ts';
import type { Shared } from './sharedCode.ts';
import { sharedPath } from './workspaceFiles.ts';

/** The selection of an editor, or the line with the cursor, as it is sent; undefined when there is nothing in it. */
export async function sharedSelection({ document, selection }: TextEditor): Promise<Shared | undefined> {
  const range = selection.isEmpty
    ? document.lineAt(selection.active.line).range
    : wholeRows(document, selection);
  const text = document.getText(range);
  return text.trim() === '' ? undefined : sharedRange(document, range);
}

/** Lines of a document as they are sent: outside the workspace with nothing but the file's name. */
export async function sharedRange(document: TextDocument, range: Range): Promise<Shared> {
  const location = await locationOf(document.uri, range);
  const fileName = path.posix.basename(document.uri.path);
  const part = {
    language: fenceLanguage(document.languageId),
    text: document.getText(range),
    fileName,
    ...(location ? { location } : { sentence: fileName }),
  };
  return { parts: [part], fileName };
}

/** Where it is, as others may see it; undefined outside the workspace. */
async function locationOf(uri: Uri, { start, end }: Range): Promise<Location | undefined> {
  const shared = sharedPath(uri);
  if (shared === undefined) return undefined;
  const commit = await (await gitFileOf(uri))?.headCommit();
  const [line, endLine] = [start.line + 1, end.line + 1];
  return {
    path: shared,
    line,
    ...(endLine > line && { endLine }),
    ...(commit !== undefined && { commit }),
  };
}

/** Without the start of a line of which nothing is selected, and with the indentation of the first. */
function wholeRows(document: TextDocument, { start, end }: Range): Range {
  const first = document.lineAt(start.line);
  const from = start.character <= first.firstNonWhitespaceCharacterIndex ? first.range.start : start;
  const to = end.character === 0 && end.line > start.line ? document.lineAt(end.line - 1).range.end : end;
  return new Range(from, to);
}

/** The editor's names that are not what people write behind a fence. */
const written: ReadonlyMap<string, string> = new Map([
  ['plaintext', ''],
  ['typescriptreact', 'tsx'],
  ['javascriptreact', 'jsx'],
  ['shellscript', 'sh'],
  ['jsonc', 'json'],
]);

/** The name of a language as it is written before code; '' where none fits. */
function fenceLanguage(languageId: string): string {
  const language = written.get(languageId) ?? languageId;
  return /^[\w.+#-]*$/.test(language) && language.length <= maxLanguageLength ? language : '';
}
