import path from 'node:path';
import { type TextDocument, type Uri, window, workspace } from 'vscode';
import { composePatch } from '../../code/composePatch.ts';
import { t } from '../words.ts';
import { savedText } from './currentText.ts';
import { gitFileOf } from './git.ts';
import type { Shared } from './sendCode.ts';
import { sharedPath } from './workspaceFiles.ts';

/** What a document is compared with: git's last commit, or without git the disk. */
interface Base {
  /** Undefined when the file is new. */
  readonly text: string | undefined;
  readonly commit?: string;
}

/** What was changed in a document, saved or not, as a patch; undefined, once that was said, when nothing was. */
export async function sharedDiff(document: TextDocument): Promise<Shared | undefined> {
  const base = await baseOf(document);
  const nothing = t('Nothing to share: there is no git here, and no change that is not saved.');
  const shared = base === undefined ? nothing : patchOf(document, base);
  if (typeof shared !== 'string') return shared;
  void window.showInformationMessage(shared);
  return undefined;
}

/** The patch, or why there is none. */
function patchOf(document: TextDocument, { text, commit }: Base): Shared | string {
  const place = sharedPath(document.uri);
  const fileName = path.posix.basename(document.uri.path);
  const patch = composePatch(place ?? fileName, { before: text, after: document.getText() });
  if (patch === undefined) return t('The changes in this file are too many to share.');
  if (patch === '') return t('Nothing to share: this file is as it was.');
  const location = place !== undefined && { path: place, line: 1, ...(commit !== undefined && { commit }) };
  return {
    language: 'diff',
    text: patch.replace(/\n$/, ''),
    fileName: `${fileName}.patch`,
    ...(location && { location }),
  };
}

async function baseOf(document: TextDocument): Promise<Base | undefined> {
  const git = await gitFileOf(document.uri);
  if (git) {
    const commit = await git.headCommit();
    if (commit === undefined) return { text: undefined };
    const text = await git.textAt(commit);
    return { text: text !== undefined && (await hasMark(document.uri)) ? `\ufeff${text}` : text, commit };
  }
  if (document.isUntitled || !document.isDirty) return undefined;
  const text = await savedText(document.uri);
  return text === undefined ? undefined : { text };
}

/** Whether a file begins with a byte order mark: git wants it in a patch, and the editor gives no text with it. */
async function hasMark(uri: Uri): Promise<boolean> {
  try {
    const [first, second, third] = await workspace.fs.readFile(uri);
    return first === 0xef && second === 0xbb && third === 0xbf;
  } catch {
    return false;
  }
}
