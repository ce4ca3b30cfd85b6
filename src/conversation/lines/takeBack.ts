import type { ChatEvent } from '../../chat/event.ts';
import type { Connection } from '../connections/connection.ts';
import type { Tab } from '../tabs/tab.ts';
import type { WindowChat } from '../windowChat.ts';

/**
 * Takes a line of ours back, where its server knows how: out of the queue while it waits there, and one that is on its
 * way as soon as it has arrived.
 */
export function takeBack(id: string, tab: Tab, chat: WindowChat): void {
  const { connection } = tab;
  const delivery = tab.message(id)?.delivery;
  if (delivery === 'failed') return removeLine(id, tab, chat);
  if (delivery === 'queued' || (delivery === 'sent' && canRedact(tab))) {
    tab.takenBack.add(id);
    if (delivery === 'queued') chat.ask(connection, { type: 'withdraw', id });
  } else if (!tab.isUnnamed(id) && canRedact(tab))
    chat.ask(connection, { type: 'redact', target: tab.target, msgid: tab.msgidOf(id) });
  else chat.note(chat.t('Deleting works on servers that know it, while you are connected.'), 'warning', tab);
}

/** A line of ours has come as far as it will: now it can be taken back, if that was asked for meanwhile. */
export function takeBackAsAsked(id: string, tab: Tab, chat: WindowChat): void {
  const delivery = tab.message(id)?.delivery;
  if (delivery === 'queued' || delivery === 'sent') return;
  if (tab.takenBack.delete(id)) takeBack(id, tab, chat);
}

/** A line of ours was never sent, and will not be. */
export function takeWithdrawn(
  { id }: ChatEvent & { type: 'withdrawn' },
  connection: Connection,
  chat: WindowChat,
): void {
  chat.queue.remove(connection.server, [id]);
  for (const tab of chat.tabs.of(connection)) removeLine(id, tab, chat);
}

function removeLine(id: string, tab: Tab, chat: WindowChat): void {
  tab.takenBack.delete(id);
  if (tab.connection) chat.queue.remove(tab.connection.server, [id]);
  if (tab.scrollback.remove(id)) chat.page.merged(tab);
}

function canRedact({ connection }: Tab): boolean {
  return connection?.client?.supports('redaction') === true;
}
