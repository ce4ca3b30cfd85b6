import type { FilePlace } from './effect.ts';
import type { Tab } from './tabs/tab.ts';
import type { WindowChat } from './windowChat.ts';

/** Where files go that are sent to a tab. */
export function placeOf({ id, connection, target }: Tab): FilePlace {
  return { tab: id, connection: connection?.id ?? '', target };
}

/** Closes a tab; a room that we are in is left with it. */
export function closeTab(tab: Tab, reason: string, chat: WindowChat): void {
  const { entry, connection, target } = tab;
  if (entry === 'in' || entry === 'entering')
    chat.ask(connection, { type: 'leaveRoom', room: target, reason });
  chat.tabs.close(tab);
  chat.keepTabs(connection);
}
