import { commands, type QuickPickItem, window } from 'vscode';
import type { Status } from '../conversation/status.ts';
import { t } from './words.ts';

interface Action extends QuickPickItem {
  readonly command: string;
}

/** Offers what can be done in the window's present state, as the click on the status bar item does. */
export async function chooseAction(status: Status, hasInvite: boolean): Promise<void> {
  const picked = await window.showQuickPick(actionsFor(status, hasInvite), {
    placeHolder: t('PyChat: what next?'),
  });
  if (picked) await commands.executeCommand(picked.command);
}

function actionsFor(status: Status, hasInvite: boolean): Action[] {
  const show: Action = { label: `$(comment-discussion) ${t('Show Chat')}`, command: 'pychat.show' };
  const log: Action = { label: `$(output) ${t('Show Log')}`, command: 'pychat.showLog' };
  if (!status.isConnected) {
    return [
      { label: `$(broadcast) ${t('Host Chat')}`, command: 'pychat.host' },
      { label: `$(plug) ${t('Join Chat')}`, command: 'pychat.join' },
      show,
      log,
    ];
  }
  const copy: Action = { label: `$(copy) ${t('Copy Invite')}`, command: 'pychat.copyInvite' };
  const leave: Action = { label: `$(debug-disconnect) ${t('Leave Chat')}`, command: 'pychat.leave' };
  return [show, ...(hasInvite ? [copy] : []), leave, log];
}
