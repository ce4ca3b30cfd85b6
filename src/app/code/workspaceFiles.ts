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

/**
 * The files that somebody's path means in the workspace's folders: there, no folders, and led to by no link out.
 *
 * @param areNew where files of this path could be made: nothing is there, and all that is on the way lies in the folder
 */
export async function filesAt(given: string, areNew = false): Promise<Uri[]> {
  const isWanted = areNew ? canBeMade : isOwnFile;
  const found = placesAt(given).map(async place => ((await isWanted(place)) ? [place.uri] : []));
  return (await Promise.all(found)).flat();
}

/** Of several the user chooses one; undefined when there is none. */
export async function chooseFile(uris: readonly Uri[]): Promise<Uri | undefined> {
  if (uris.length <= 1) return uris[0];
  const items = uris.map(uri => ({ label: workspace.getWorkspaceFolder(uri)?.name ?? uri.path, uri }));
  return (await window.showQuickPick(items, { placeHolder: t('In which folder?') }))?.uri;
}

interface Place {
  readonly folder: WorkspaceFolder;
  readonly uri: Uri;
  readonly parts: readonly string[];
}

function placesAt(given: string): Place[] {
  const parts = workspacePath(given)?.split('/');
  if (parts === undefined) return [];
  const folders = workspace.workspaceFolders ?? [];
  return folders.map(folder => ({ folder, parts, uri: Uri.joinPath(folder.uri, ...parts) }));
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
