import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { commands, Uri, window, workspace } from 'vscode';
import { visibleWord } from '../../chat/visible.ts';
import { SaidFailure } from '../../conversation/connections/failureText.ts';
import { withProgress } from '../cancellation.ts';
import { reportFailure } from '../reportFailure.ts';
import type { Services } from '../services.ts';
import { t } from '../words.ts';

/** What the user is asked about files, and shown of them outside of the page. */
export type FileDialogs = ReturnType<typeof editorDialogs>;

/** The editor's dialogs. */
export function editorDialogs(services: Pick<Services, 'log'>) {
  return {
    chooseFiles,
    choosePlace,
    confirmSend,
    /** Shows a file in its folder. */
    reveal: (file: string): void => void commands.executeCommand('revealFileInOS', Uri.file(file)),
    /** Says what did not work. */
    fail: (sentence: string): void => void reportFailure(new SaidFailure(sentence), services),
    withProgress,
  };
}

/** Asks which files to send. @returns paths on this machine, none when the user cancels */
async function chooseFiles(): Promise<readonly string[]> {
  const options = { canSelectMany: true, openLabel: t('Send'), title: t('Send File') };
  const chosen = await window.showOpenDialog(options);
  return (chosen ?? []).filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath);
}

/** Asks whether these files are to be sent there: the page has named them, and the page shows what strangers say. */
async function confirmSend(paths: readonly string[], target: string): Promise<boolean> {
  const send = t('Send');
  const question = t('Send what was dropped to {target}?', { target: visibleWord(target) });
  const detail = paths.map(visibleWord).join('\n');
  return (await window.showInformationMessage(question, { modal: true, detail }, send)) === send;
}

/** Asks where a file is to be saved. @returns a path on this machine. @throws {SaidFailure} for another place */
async function choosePlace(name: string): Promise<string | undefined> {
  const chosen = await window.showSaveDialog({
    defaultUri: Uri.file(path.join(await usualFolder(), name)),
    saveLabel: t('Save'),
    title: t('Save {name}', { name }),
  });
  if (chosen === undefined || chosen.scheme === 'file') return chosen?.fsPath;
  throw new SaidFailure(t('Files can be saved on this machine only.'));
}

/** Downloads where there is such a folder, else the workspace, else home. */
async function usualFolder(): Promise<string> {
  const downloads = path.join(homedir(), 'Downloads');
  const isThere = await access(downloads).then(
    () => true,
    () => false,
  );
  if (isThere) return downloads;
  const workspaceFolder = workspace.workspaceFolders?.[0]?.uri;
  return workspaceFolder?.scheme === 'file' ? workspaceFolder.fsPath : homedir();
}
