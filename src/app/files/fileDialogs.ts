import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { commands, ProgressLocation, Uri, window, workspace } from 'vscode';
import { unlinked, visibleWord } from '../../chat/visible.ts';
import { systemClock } from '../../common/clock.ts';
import { SaidFailure } from '../../conversation/failureText.ts';
import { reportFailure } from '../reportFailure.ts';
import type { Services } from '../services.ts';
import { t } from '../words.ts';
import { TransferDesk } from './transferDesk.ts';
import type { TransferHost, TransferTools } from './transferTools.ts';

/** All files that this window passes, with the editor's dialogs. */
export class Transfers extends TransferDesk {
  constructor(services: Services, host: TransferHost) {
    super(host, editorTools(services));
  }
}

function editorTools({ context, log }: Services): TransferTools {
  const tell = (sentence: string): void => void reportFailure(new SaidFailure(sentence), { log });
  return {
    t,
    clock: systemClock,
    log: text => log.info(text),
    spoolFolder: path.join(context.globalStorageUri.fsPath, 'files'),
    chooseFiles,
    choosePlace: name => choosePlace(name, tell),
    confirmSend,
    reveal: place => void commands.executeCommand('revealFileInOS', Uri.file(place)),
    tell,
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

async function choosePlace(name: string, tell: (sentence: string) => void): Promise<string | undefined> {
  const chosen = await window.showSaveDialog({
    defaultUri: Uri.file(path.join(await usualFolder(), name)),
    saveLabel: t('Save'),
    title: t('Save {name}', { name }),
  });
  if (chosen === undefined) return undefined;
  if (chosen.scheme === 'file') return chosen.fsPath;
  tell(t('Files can be saved on this machine only.'));
  return undefined;
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

async function withProgress<T>(
  title: string,
  work: (report: (share: number) => void, signal: AbortSignal) => Promise<T>,
): Promise<T> {
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
