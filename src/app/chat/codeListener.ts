import type { CodeListener } from '../code/codeListener.ts';
import { t } from '../words.ts';
import type { Chat } from './chat.ts';

/** Where shared code goes: into the tab that is open, which then comes into sight. */
export function codeListener(chat: Chat): CodeListener {
  return {
    say: async text => {
      if (chat.room === undefined) {
        chat.note(t('Not connected. Use /host or /join first.'), 'warning');
        await chat.open();
        return false;
      }
      chat.say(chat.tabs.active, text);
      await chat.open();
      return true;
    },
    note: (text, tone) => chat.note(text, tone),
    canSendFile: () => chat.files.canSend(chat.tabs.active.id),
    sendFile: async (name, text) => {
      await chat.files.sendText(chat.tabs.active.id, name, text);
      await chat.open();
    },
    mostBytes: () => chat.room?.parts.client.limits.multilineBytes ?? 0,
  };
}
