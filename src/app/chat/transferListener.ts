import type { TransferHost } from '../files/transferTools.ts';
import type { Chat } from './chat.ts';

/** What passing files needs of the chat. */
export function transferListener(chat: Chat): TransferHost {
  return {
    door: () => doorOf(chat),
    target: tabId => {
      const target = chat.tabs.get(tabId)?.target ?? '';
      return target === '' ? undefined : target;
    },
    offer: (tabId, file, text) => {
      const tab = chat.tabs.get(tabId);
      return (tab && chat.room?.parts.client.say(tab.target, text, { file })) ?? '';
    },
    changed: (lineId, file) => {
      const tab = chat.tabs.list.find(one => one.message(lineId) !== undefined);
      if (tab !== undefined) chat.log.change(tab, lineId, { file });
    },
    wantBytes: (file, offset, length) => chat.page.post({ type: 'wantBytes', file, offset, length }),
    forgetFile: file => chat.page.post({ type: 'forgetFile', file }),
  };
}

/** Where files pass: the relay we are connected to, as long as we are and it passes them. */
function doorOf({ room }: Chat): ReturnType<TransferHost['door']> {
  const state = room?.parts.client.state;
  if (room === undefined || state?.phase !== 'joined' || !room.parts.client.supports('files'))
    return undefined;
  return { address: state.address, identity: room.parts.identity, hostKey: room.parts.hostKey };
}
