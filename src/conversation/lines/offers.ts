import type { FileView } from '../../chat/line.ts';
import type { Connection } from '../connections/connection.ts';
import type { WindowChat } from '../windowChat.ts';

/** Nothing that others offer can be fetched while their connection is down or over: the buttons would lead nowhere. */
export function endOffers(connection: Connection, chat: WindowChat): void {
  changeOffers(connection, chat, 'offered', 'gone');
}

/** It is there again: what was offered may be offered still. */
export function renewOffers(connection: Connection, chat: WindowChat): void {
  changeOffers(connection, chat, 'gone', 'offered');
}

/** What was begun to be fetched knows by itself how it stands. */
function changeOffers(
  connection: Connection,
  chat: WindowChat,
  from: 'offered' | 'gone',
  to: 'offered' | 'gone',
): void {
  for (const tab of chat.tabs.of(connection))
    for (const [lineId, offer] of tab.offers) {
      const line = tab.message(lineId);
      const isUntouched = chat.files.viewOf(offer).state === 'offered';
      if (line?.own === false && line.file?.state === from && isUntouched)
        chat.change(tab, lineId, { file: { ...line.file, state: to } });
    }
}

/** An offer, by its id, stands otherwise now: in each line that shows it. */
export function showFile(offer: string, view: FileView, chat: WindowChat): void {
  chat.files.set(offer, view);
  for (const tab of chat.tabs.list) {
    const lineId = tab.lineOfOffer(offer);
    if (lineId !== undefined) chat.change(tab, lineId, { file: view });
  }
}
