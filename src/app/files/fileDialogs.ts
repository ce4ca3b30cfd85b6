import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { commands, ProgressLocation, Uri, window, workspace } from 'vscode';
import { unlinked, visibleWord } from '../../chat/visible.ts';
import { SaidFailure } from '../../conversation/connections/failureText.ts';
import { reportFailure } from '../reportFailure.ts';
import type { Services } from '../services.ts';
import { t } from '../words.ts';

/** What the user is asked about files, and shown of them outside of the page. */
export interface FileDialogs {
  /** Asks which files to send. @returns paths on this machine, none when the user cancels */
  chooseFiles(): Promise<readonly string[]>;
  /** Asks where a file is to be saved. @returns a path on this machine. @throws {SaidFailure} for another place */
  choosePlace(name: string): Promise<string | undefined>;
  /** Asks whether these files are to be sent there: the page has named them, and the page shows what strangers say. */
  confirmSend(paths: readonly string[], target: string): Promise<boolean>;
  /** Shows a file in its folder. */
  reveal(file: string): void;
  /** Says what did not work. */
  fail(sentence: string): void;
  /** Shows that work goes on, how far it is (0 to 1), and a way to cancel it. */
  withProgress<T>(title: string, work: ProgressWork<T>): Promise<T>;
}

type ProgressWork<T> = (report: (share: number) => void, signal: AbortSignal) => Promise<T>;

/** The editor's dialogs. */
export function editorDialogs(services: Pick<Services, 'log'>): FileDialogs {
  return {
    chooseFiles,
    choosePlace,
    confirmSend,
    reveal: file => void commands.executeCommand('revealFileInOS', Uri.file(file)),
    fail: sentence => void reportFailure(new SaidFailure(sentence), services),
    withProgress,
  };
}

async function chooseFiles(): Promise<readonly string[]> {
  const chosen = await window.showOpenDialog({
    canSelectMany: true,
    openLabel: t('Send'),
    title: t('Send File'),
  });
  return (chosen ?? []).filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath);
}

async function confirmSend(paths: readonly string[], target: string): Promise<boolean> {
  const send = t('Send');
  const question = t('Send what was dropped to {target}?', { target: visibleWord(target) });
  const detail = paths.map(visibleWord).join('\n');
  return (await window.showInformationMessage(question, { modal: true, detail }, send)) === send;
}

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

async function withProgress<T>(title: string, work: ProgressWork<T>): Promise<T> {
  const location = ProgressLocation.Notification;
  return window.withProgress(
    { location, title: unlinked(title), cancellable: true },
    async (progress, token) => {
      const controller = new AbortController();
      const listener = token.onCancellationRequested(() => controller.abort());
      let shown = 0;
      const report = (share: number): void => {
        const percent = Math.floor(share * 100);
        if (percent > shown) progress.report({ increment: percent - shown });
        shown = Math.max(shown, percent);
      };
      try {
        return await work(report, controller.signal);
      } finally {
        listener.dispose();
      }
    },
  );
}
