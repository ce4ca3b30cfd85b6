import type { WindowChat } from '../windowChat.ts';
import type { Tab } from './tab.ts';

/** Brings a tab to the front, with the page. */
export function bringToFront(tab: Tab, chat: WindowChat): void {
  chat.tabs.show(tab);
  chat.run({ type: 'openPage' });
}

/** The same for the private chat with somebody of a tab's server. */
export function showPrivate({ connection }: Tab, nick: string, chat: WindowChat): void {
  const tab = connection?.client && chat.openPrivate(connection, nick);
  if (tab) bringToFront(tab, chat);
}

/** The tab to read first: where the user was spoken to, else where anything is new; what is muted is no news. */
export function mostUrgent({ tabs, attention }: WindowChat): Tab {
  const inOrder = [tabs.active, ...tabs.list.filter(tab => tab !== tabs.active)].filter(
    tab => !attention.isMuted(tab, tab.target),
  );
  const spokenTo = inOrder.find(({ unread }) => unread.mentions > 0);
  return spokenTo ?? inOrder.find(({ unread }) => unread.count > 0) ?? tabs.active;
}
