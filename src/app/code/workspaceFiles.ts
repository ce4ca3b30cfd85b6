import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { FileSystemError, FileType, Uri, window, workspace, type WorkspaceFolder } from 'vscode';
import { workspacePath } from '../../code/workspacePath.ts';
import { t } from '../words.ts';

/** The path of a file below its workspace folder, as others may see it; undefined outside of them. */
export function sharedPath(uri: Uri): string | undefined {
  if (workspace.getWorkspaceFolder(uri) === undefined) return undefined;
  return workspacePath(workspace.asRelativePath(uri, false));
}

/** The files that somebody's path means in the workspace's folders: there, no folders, and led to by no link out. */
export async function filesAt(given: string): Promise<Uri[]> {
  const places = placesAt(given);
  const found = await Promise.all(places.map(async place => ((await isOwnFile(place)) ? [place.uri] : [])));
  return found.flat();
}

/** The same, of which the user chooses one when there are several; undefined when there is none. */
export async function fileAt(given: string): Promise<Uri | undefined> {
  return choose(await filesAt(given));
}

/** Where files of this path could be made: nothing is there, and all that is on the way lies in the folder. */
export async function newFilesAt(given: string): Promise<Uri[]> {
  const places = placesAt(given);
  const found = await Promise.all(places.map(async place => ((await canBeMade(place)) ? [place.uri] : [])));
  return found.flat();
}

/** The same, of which the user chooses one when there are several; undefined when there is none. */
export async function newFileAt(given: string): Promise<Uri | undefined> {
  return choose(await newFilesAt(given));
}

interface Place {
  readonly folder: WorkspaceFolder;
  readonly uri: Uri;
  readonly parts: readonly string[];
}

function placesAt(given: string): Place[] {
  const parts = workspacePath(given)?.split('/');
  if (parts === undefined) return [];
  return (workspace.workspaceFolders ?? []).map(folder => ({
    folder,
    parts,
    uri: Uri.joinPath(folder.uri, ...parts),
  }));
}

async function choose(uris: readonly Uri[]): Promise<Uri | undefined> {
  if (uris.length <= 1) return uris[0];
  const items = uris.map(uri => ({ label: workspace.getWorkspaceFolder(uri)?.name ?? uri.path, uri }));
  return (await window.showQuickPick(items, { placeHolder: t('In which folder?') }))?.uri;
}

async function isOwnFile(place: Place): Promise<boolean> {
  const type = await typeOf(place.uri);
  return type !== undefined && (type & FileType.File) !== 0 && isInside(place, place.parts.length);
}

async function canBeMade(place: Place): Promise<boolean> {
  if ((await typeOf(place.uri)) !== undefined) return false;
  for (let depth = place.parts.length - 1; depth >= 0; depth--) {
    const type = await typeOf(Uri.joinPath(place.folder.uri, ...place.parts.slice(0, depth)));
    if (type !== undefined) return (type & FileType.Directory) !== 0 && isInside(place, depth);
  }
  return false;
}

async function typeOf(uri: Uri): Promise<FileType | undefined> {
  try {
    return (await workspace.fs.stat(uri)).type;
  } catch (error) {
    if (error instanceof FileSystemError) return undefined;
    throw error;
  }
}

/** Whether the first `depth` parts of a path, which are there, lead to something in the folder. */
async function isInside({ folder, parts }: Place, depth: number): Promise<boolean> {
  if (folder.uri.scheme !== 'file') return hasNoLinks(folder, parts.slice(0, depth));
  const uri = Uri.joinPath(folder.uri, ...parts.slice(0, depth));
  try {
    const [root, real] = await Promise.all([realpath(folder.uri.fsPath), realpath(uri.fsPath)]);
    const relative = path.relative(root, real);
    return !path.isAbsolute(relative) && relative.split(path.sep)[0] !== '..';
  } catch {
    return false;
  }
}

/** Where links cannot be followed, there may be none. */
async function hasNoLinks(folder: WorkspaceFolder, parts: readonly string[]): Promise<boolean> {
  for (let depth = 1; depth <= parts.length; depth++) {
    const type = await typeOf(Uri.joinPath(folder.uri, ...parts.slice(0, depth)));
    if (type === undefined || (type & FileType.SymbolicLink) !== 0) return false;
  }
  return true;
}
