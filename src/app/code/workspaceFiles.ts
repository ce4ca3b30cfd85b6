import { FileSystemError, FileType, Uri, window, workspace, type WorkspaceFolder } from 'vscode';
import { isGitsOwn, workspacePath } from '../../code/workspacePath.ts';
import { t } from '../words.ts';
import { partsBelow, realPath } from './realPath.ts';

/** A file of a workspace folder, or the place of one that is not there yet. */
export interface WorkspaceFile {
  /** Leads to it through no link below the folder. */
  readonly uri: Uri;
  /** Where it really is below its folder, with `/` between the parts. */
  readonly path: string;
}

/** The path of a file below its workspace folder, as others may see it; undefined outside of them. */
export function sharedPath(uri: Uri): string | undefined {
  if (workspace.getWorkspaceFolder(uri) === undefined) return undefined;
  return workspacePath(workspace.asRelativePath(uri, false));
}

/**
 * The files that somebody's path means in the workspace's folders. They are judged by where they really are, with every
 * link resolved: inside the folder, and nothing that git keeps for itself.
 *
 * @param areNew where files of this path could be made: nothing is there, and all that is on the way is a folder
 */
export async function filesAt(given: string, areNew = false): Promise<WorkspaceFile[]> {
  const parts = workspacePath(given)?.split('/');
  if (parts === undefined) return [];
  const found = (workspace.workspaceFolders ?? []).map(async folder => {
    const file = await fileIn(folder, parts);
    if (file === undefined || (await isInRepository(file))) return [];
    return (await (areNew ? canBeMade(folder, file) : isFile(file))) ? [file] : [];
  });
  return (await Promise.all(found)).flat();
}

/** Parts at the end of a path on somebody's disk that may be one of ours. */
const maxEnding = 16;
/** Folders of what others have written: what is in them is the same as ours only with them. */
const othersCode = ['node_modules', 'site-packages', 'vendor'];

/**
 * The files that the longest end of a path on somebody's disk means: of two parts at least, but one below a folder of the
 * workspace's name may have one.
 */
export async function filesEnding(given: string): Promise<WorkspaceFile[]> {
  const parts = given.split('/');
  const names = (workspace.workspaceFolders ?? []).map(({ uri }) => uri.path.split('/').at(-1));
  const others = parts.findIndex(part => othersCode.includes(part));
  const last = others < 0 ? parts.length - 1 : others;
  for (let from = Math.max(0, parts.length - maxEnding); from <= last; from++) {
    const isBelowOurs = from > 0 && names.includes(parts[from - 1]);
    const ending = parts.slice(from).join('/');
    const isOne = (from < parts.length - 1 || isBelowOurs) && (await isAnywhere(ending));
    const files = isOne ? await filesAt(ending) : [];
    if (files.length > 0) return files;
  }
  return [];
}

/** Whether a folder of the workspace has anything at this path: one look, before where it really leads is followed. */
async function isAnywhere(given: string): Promise<boolean> {
  const path = workspacePath(given);
  if (path === undefined) return false;
  const folders = workspace.workspaceFolders ?? [];
  const types = await Promise.all(folders.map(({ uri }) => typeOf(Uri.joinPath(uri, path))));
  return types.some(type => type !== undefined);
}

/** Of several the user chooses one; undefined when there is none. */
export async function chooseFile(files: readonly WorkspaceFile[]): Promise<WorkspaceFile | undefined> {
  if (files.length <= 1) return files[0];
  const items = files.map(file => ({
    label: workspace.getWorkspaceFolder(file.uri)?.name ?? file.uri.path,
    file,
  }));
  return (await window.showQuickPick(items, { placeHolder: t('In which folder?') }))?.file;
}

/** What a path means in a folder; undefined when it leads out of it or to what is git's own. */
async function fileIn(folder: WorkspaceFolder, parts: readonly string[]): Promise<WorkspaceFile | undefined> {
  const real =
    folder.uri.scheme === 'file' ? await realParts(folder, parts) : await unlinkedParts(folder, parts);
  if (real === undefined || isGitsOwn(real.join('/'))) return undefined;
  return { uri: Uri.joinPath(folder.uri, ...real), path: real.join('/') };
}

async function realParts(
  { uri }: WorkspaceFolder,
  parts: readonly string[],
): Promise<readonly string[] | undefined> {
  const [root, real] = await Promise.all([
    realPath(uri.fsPath),
    realPath(Uri.joinPath(uri, ...parts).fsPath),
  ]);
  if (root === undefined || real === undefined || isGitsOwn(root)) return undefined;
  return partsBelow(root, real);
}

/** Where the editor's file system cannot tell where a link leads, there may be none. */
async function unlinkedParts(
  folder: WorkspaceFolder,
  parts: readonly string[],
): Promise<readonly string[] | undefined> {
  for (const depth of parts.keys()) {
    const type = await typeOf(Uri.joinPath(folder.uri, ...parts.slice(0, depth + 1)));
    if (type !== undefined && (type & FileType.SymbolicLink) !== 0) return undefined;
  }
  return parts;
}

/**
 * Whether a folder above is a repository without a work tree, or what `.git` of a submodule or of a further work tree
 * leads to: git's own, too, by whatever name.
 */
async function isInRepository({ uri }: WorkspaceFile): Promise<boolean> {
  const has = async (folder: Uri, name: string): Promise<boolean> =>
    (await typeOf(Uri.joinPath(folder, name))) !== undefined;
  let file = uri;
  for (let folder = Uri.joinPath(file, '..'); folder.path !== file.path; folder = Uri.joinPath(file, '..')) {
    if ((await has(folder, 'HEAD')) && ((await has(folder, 'objects')) || (await has(folder, 'commondir'))))
      return true;
    file = folder;
  }
  return false;
}

async function isFile({ uri }: WorkspaceFile): Promise<boolean> {
  const type = await typeOf(uri);
  return type !== undefined && (type & FileType.File) !== 0;
}

async function canBeMade(folder: WorkspaceFolder, { uri, path }: WorkspaceFile): Promise<boolean> {
  if ((await typeOf(uri)) !== undefined) return false;
  const parts = path.split('/');
  for (let depth = parts.length - 1; depth >= 0; depth--) {
    const type = await typeOf(Uri.joinPath(folder.uri, ...parts.slice(0, depth)));
    if (type !== undefined) return (type & FileType.Directory) !== 0;
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
