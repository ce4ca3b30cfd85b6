import { commands, type QuickPickItem, window } from 'vscode';
import { unlinked, visibleName } from '../chat/visible.ts';
import type { WindowStatus } from '../conversation/connections/status.ts';
import { t } from './words.ts';

interface Action extends QuickPickItem {
  readonly command: string;
}

/** Offers what can be done in the window's present state, as the click on the status bar item does. */
export async function chooseAction(status: WindowStatus): Promise<void> {
  const picked = await window.showQuickPick(actionsFor(status), {
    placeHolder: t('PyChat: what next?'),
  });
  if (picked) await commands.executeCommand(picked.command);
}

function actionsFor({ state, isConnected, isHosting, invite }: WindowStatus): Action[] {
  const host: Action = { label: `$(broadcast) ${t('Host Chat')}`, command: 'pychat.host' };
  const join: Action = { label: `$(plug) ${t('Join Chat')}`, command: 'pychat.join' };
  const show: Action = { label: `$(comment-discussion) ${t('Show Chat')}`, command: 'pychat.show' };
  const log: Action = { label: `$(output) ${t('Show Log')}`, command: 'pychat.showLog' };
  if (!isConnected) return [host, join, show, log];
  const copy: Action = { label: `$(copy) ${t('Copy Invite')}`, command: 'pychat.copyInvite' };
  const leave: Action = {
    label: `$(debug-disconnect) ${t('Leave Chat')}`,
    // With several connections it is to be seen which of them is left.
    ...('place' in state && {
      description: unlinked(`${visibleName(state.place.room)} ${state.place.address}`),
    }),
    command: 'pychat.leave',
  };
  return [show, ...(invite === '' ? [] : [copy]), join, ...(isHosting ? [] : [host]), leave, log];
}
