import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { commands, FileType, Uri, window, workspace } from 'vscode';
import { sizeText } from '../../chat/fileOffer.ts';
import { visibleName, visibleWord } from '../../chat/visible.ts';
import { isPackageFile, type Runner, runnerOf } from '../../code/selfRunning.ts';
import { isGitsOwn } from '../../code/workspacePath.ts';
import { SaidFailure } from '../../conversation/connections/failureText.ts';
import { confirmRunner } from '../code/confirmRunner.ts';
import { partsBelow, realPath } from '../code/realPath.ts';
import { withProgress } from '../cancellation.ts';
import { reportFailure } from '../reportFailure.ts';
import type { EditorUri } from './fileFrom.ts';
import type { Services } from '../services.ts';
import { t } from '../words.ts';

/** Bytes of a file of a remote or virtual folder that is sent: the editor reads all of it at once. */
export const maxRemoteFileBytes = 64 * 1024 * 1024;

/** What the user is asked about files, and shown of them outside of the page. */
export type FileDialogs = ReturnType<typeof editorDialogs>;

/** The editor's dialogs. */
export function editorDialogs(services: Pick<Services, 'log'>) {
  return {
    chooseFiles,
    choosePlace,
    confirmSend,
    readRemote,
    /** Opens a file in the editor, which runs nothing of it. */
    open: (file: string): void => void commands.executeCommand('vscode.open', Uri.file(file)),
    /** Shows a file in its folder. */
    reveal: (file: string): void => void commands.executeCommand('revealFileInOS', Uri.file(file)),
    /** Says what did not work. */
    fail: (sentence: string): void => {
      reportFailure(new SaidFailure(sentence), services);
    },
    withProgress,
  };
}

/** Asks which files to send; none when the user cancels. */
async function chooseFiles(): Promise<readonly EditorUri[]> {
  const options = { canSelectMany: true, openLabel: t('Send'), title: t('Send File') };
  return (await window.showOpenDialog(options)) ?? [];
}

/**
 * Reads a file that is not on this machine, or on none: of a remote window, of a virtual workspace.
 *
 * @throws {SaidFailure} for a folder, for what is too large, and for what the editor cannot read
 */
async function readRemote(address: string): Promise<{ readonly name: string; readonly content: Uint8Array }> {
  const uri = Uri.parse(address, true);
  const name = path.posix.basename(uri.path);
  try {
    const { type, size } = await workspace.fs.stat(uri);
    if ((type & FileType.File) === 0)
      throw new SaidFailure(t('Only files can be sent: no folders, pipes or devices.'));
    const most = sizeText(maxRemoteFileBytes);
    if (size > maxRemoteFileBytes)
      throw new SaidFailure(t('Files in a remote or virtual folder can be up to {most}.', { most }));
    return { name, content: await workspace.fs.readFile(uri) };
  } catch (error) {
    if (error instanceof SaidFailure) throw error;
    throw new SaidFailure(t('The editor cannot read {name}.', { name: visibleWord(name) }), { cause: error });
  }
}

/** Asks whether these files are to be sent there: the page has named them, and the page shows what strangers say. */
async function confirmSend(paths: readonly string[], target: string): Promise<boolean> {
  const send = t('Send');
  const question = t('Send what was dropped to {target}?', { target: visibleName(target) });
  const detail = paths.map(visibleWord).join('\n');
  return (await window.showInformationMessage(question, { modal: true, detail }, send)) === send;
}

/**
 * Asks where a file is to be saved, and once more where it would run by itself.
 *
 * @returns a path on this machine, in a folder that is none by a link. @throws {SaidFailure} for another place
 */
async function choosePlace(name: string): Promise<string | undefined> {
  const chosen = await window.showSaveDialog({
    defaultUri: Uri.file(path.join(await usualFolder(), name)),
    saveLabel: t('Save'),
    title: t('Save {name}', { name }),
  });
  if (chosen === undefined) return undefined;
  if (chosen.scheme !== 'file') throw new SaidFailure(t('Files can be saved on this machine only.'));
  return checkedPlace(chosen.fsPath);
}

async function checkedPlace(chosen: string): Promise<string | undefined> {
  const folder = await realPath(path.dirname(chosen));
  const place = path.join(folder ?? '', path.basename(chosen));
  if (folder === undefined || isGitsOwn(place))
    throw new SaidFailure(
      t('Nothing from others is saved where git keeps its own files. Choose another folder.'),
    );
  const runner = await runnerInWorkspace(place);
  return runner === undefined || (await confirmRunner(path.basename(place), runner, t('Save Anyway')))
    ? place
    : undefined;
}

/** Who would run a file in one of the workspace's folders by itself. */
async function runnerInWorkspace(place: string): Promise<Runner | undefined> {
  for (const { uri } of workspace.workspaceFolders ?? []) {
    const root = uri.scheme === 'file' ? await realPath(uri.fsPath) : undefined;
    const below = root && partsBelow(root, place)?.join('/');
    if (below !== undefined && below !== '') return isPackageFile(below) ? 'packages' : runnerOf(below);
  }
  return undefined;
}

/** Where the system puts downloads, else home: what others send does not go into the workspace unasked. */
async function usualFolder(): Promise<string> {
  const named = await readFile(path.join(homedir(), '.config', 'user-dirs.dirs'), 'utf8').catch(() => '');
  for (const folder of [downloadsOf(named, homedir()), path.join(homedir(), 'Downloads')]) {
    const isFolder =
      folder !== undefined &&
      (await stat(folder).then(
        found => found.isDirectory(),
        () => false,
      ));
    if (isFolder) return folder;
  }
  return homedir();
}

/**
 * The folder for downloads in a file of desktops that follow https://www.freedesktop.org/wiki/Software/xdg-user-dirs/,
 * which call it by a name in the user's language.
 */
export function downloadsOf(userFolders: string, home: string): string | undefined {
  const [, below, absolute] = /^XDG_DOWNLOAD_DIR="(?:\$HOME\/([^"]*)|(\/[^"]*))"/m.exec(userFolders) ?? [];
  return below === undefined ? absolute : path.join(home, below);
}
