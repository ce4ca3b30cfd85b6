import { env, window } from 'vscode';
import { nickToUse } from './askNick.ts';
import type { Conversation } from './chat/conversation.ts';
import { keepLastRoom } from './lastRoom.ts';
import { openRoom } from './openRoom.ts';
import { reportFailure } from './reportFailure.ts';
import type { Secrets } from './secrets.ts';
import { t } from './words.ts';
import { withProgress } from './withProgress.ts';

/** *Host Chat*: relay, connection to it, panel. A second window of the same person joins the first one's relay. */
export async function hostChat(conversation: Conversation, secrets: Secrets): Promise<void> {
  const { services } = conversation;
  if (services.status.isConnected) {
    await conversation.open();
    if (services.status.isHosting || !(await confirmLeaving())) return;
    await conversation.leave();
  }
  const nick = await nickToUse();
  if (nick === undefined) return;
  try {
    services.status.set({ phase: 'starting' });
    await conversation.open();
    const parts = await withProgress(t('PyChat: opening the room…'), conversation.beginEntering(), signal =>
      openRoom({ services, secrets, nick, signal }),
    );
    conversation.enter(parts);
    const { room, address, port } = parts.place;
    await keepLastRoom(services.context, { hosted: true, room, address, port });
  } catch (error) {
    const sentence = reportFailure(error, services);
    services.status.set(sentence === '' ? { phase: 'idle' } : { phase: 'failed', sentence });
  }
}

async function confirmLeaving(): Promise<boolean> {
  const leave = t('Leave and Host');
  const question = t('You are in a room already. Leave it to host one?');
  return (await window.showWarningMessage(question, { modal: true }, leave)) === leave;
}

/** Puts the invite on the clipboard and says what to do with it. */
export async function copyInvite(conversation: Conversation): Promise<void> {
  const invite = conversation.room?.parts.invite ?? '';
  if (invite === '') {
    void window.showInformationMessage(t('There is no invite to copy: host a room first.'));
    return;
  }
  await env.clipboard.writeText(invite);
  void window.showInformationMessage(
    t('The invite is on the clipboard. Who has it can enter the room; they choose Join Chat.'),
  );
}
