import path from 'node:path';
import { FileType, type Uri, window, workspace } from 'vscode';
import { composePatch } from '../../code/composePatch.ts';
import { maxFileLength, maxSharedFiles } from '../../code/limits.ts';
import { t } from '../words.ts';
import { currentText, savedText } from './currentText.ts';
import { gitFileOf, withMarkOf } from './git.ts';
import type { Shared } from './sharedCode.ts';
import { sharedPath } from './workspaceFiles.ts';

/** A file before and after: a text that is undefined is not there. */
interface Change {
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly commit?: string;
}

/** Why a file has no patch. */
type NoPatch = 'same' | 'noBase' | 'noText' | 'tooMany';

/**
 * What was changed in files, saved or not, or what of them is staged, as a patch of each; undefined, once that was said,
 * when nothing was.
 */
export async function sharedDiff(uris: readonly Uri[], isStaged = false): Promise<Shared | undefined> {
  const made = await Promise.all(uris.slice(0, maxSharedFiles).map(uri => partOf(uri, isStaged)));
  const parts = made.filter(part => typeof part !== 'string');
  const why = made.filter(part => typeof part === 'string');
  const left = uris.length - parts.length - why.filter(reason => reason === 'same').length;
  const [first] = parts;
  if (first === undefined) void window.showInformationMessage(nothingText(why));
  else if (left > 0)
    void window.showInformationMessage(
      t('Files left out: {count}. They are not text, are too large, or are too many.', { count: left }),
    );
  return first && { parts, fileName: parts.length === 1 ? first.fileName : 'changes.patch' };
}

async function partOf(uri: Uri, isStaged: boolean): Promise<Shared['parts'][number] | NoPatch> {
  const change = isStaged ? await stagedChange(uri) : await changeOf(uri);
  if (typeof change === 'string') return change;
  const place = sharedPath(uri);
  const fileName = path.posix.basename(uri.path);
  const patch = await composePatch(place ?? fileName, change);
  if (patch === undefined) return 'tooMany';
  if (patch === '') return 'same';
  const { commit } = change;
  const location = place !== undefined && { path: place, line: 1, ...(commit !== undefined && { commit }) };
  return {
    language: 'diff',
    text: patch.replace(/\n$/, ''),
    fileName: `${fileName}.patch`,
    ...(location && { location }),
  };
}

/** Against git's last commit, or without git against the disk. */
async function changeOf(uri: Uri): Promise<Change | NoPatch> {
  const after = await currentText(uri);
  if (after === undefined && (await isThere(uri))) return 'noText';
  const git = await gitFileOf(uri);
  if (git) {
    const commit = await git.headCommit();
    const before = commit && (await git.markedTextAt(commit));
    return checked({ after, before, ...(commit && { commit }) });
  }
  const open = workspace.textDocuments.find(document => document.uri.toString() === uri.toString());
  const isChanged = open?.isDirty === true && !open.isUntitled;
  const before = isChanged ? await savedText(uri) : undefined;
  return before === undefined ? 'noBase' : { before: await withMark(uri, before), after };
}

async function stagedChange(uri: Uri): Promise<Change | NoPatch> {
  const git = await gitFileOf(uri);
  if (!git) return 'noBase';
  const [commit, after] = [await git.headCommit(), await git.stagedText()];
  return checked({ after, before: commit && (await git.markedTextAt(commit)), ...(commit && { commit }) });
}

function checked(change: Change): Change | NoPatch {
  const { before, after } = change;
  if (before === undefined && after === undefined) return 'same';
  const isText = [before, after].every((text = '') => text.length <= maxFileLength && !text.includes('\0'));
  return isText ? change : 'noText';
}

async function isThere(uri: Uri): Promise<boolean> {
  return Promise.resolve(workspace.fs.stat(uri)).then(
    ({ type }) => type !== FileType.Unknown,
    () => false,
  );
}

function nothingText(why: readonly NoPatch[]): string {
  if (why.length > 0 && why.every(reason => reason === 'noBase'))
    return t('Nothing to share: there is no git here, and no unsaved change.');
  if (why.includes('tooMany')) return t('The changes in this file are too many to share.');
  if (why.includes('noText')) return t('Nothing to share: this is not text, or is too large.');
  return why.length > 1
    ? t('Nothing to share: these files have not changed.')
    : t('Nothing to share: this file has not changed.');
}

async function withMark(uri: Uri, text: string): Promise<string> {
  try {
    return withMarkOf(await workspace.fs.readFile(uri), text);
  } catch {
    return text;
  }
}
