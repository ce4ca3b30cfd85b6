import type { Identified } from '../input.ts';
import type { WindowChat } from '../windowChat.ts';
import type { Connection } from './connection.ts';

/** The tabs that this workspace's window had last stand there again, without a connection. */
export function restoreLast(chat: WindowChat): void {
  const { tabs } = chat;
  const { lastRoom } = chat.views;
  if (lastRoom?.server === undefined) return;
  const { server, room, hosted } = lastRoom;
  const connection = chat.connections.add({ id: '', hosting: hosted, room, name: room, server });
  connection.wasUp = true;
  chat.connections.end(connection);
  tabs.together(() => {
    openSaved(connection, chat);
    tabs.home = tabs.find(connection, room);
    const shown = tabs.of(connection)[chat.keptTabs.of(server)?.active ?? -1] ?? tabs.home;
    if (shown !== undefined) tabs.show(shown);
  });
}

/** The client is told up to where its server was heard in this workspace, before it is asked for anything. */
export function identifyConnection(identified: Identified, connection: Connection, chat: WindowChat): void {
  connection.identify(identified);
  const { tabs = [], knownUpTo, run } = chat.keptTabs.of(connection.server) ?? {};
  connection.knownUpTo = knownUpTo;
  connection.run = run;
  const of = run === undefined ? {} : { run };
  for (const { target, knownUpTo: upTo } of [{ target: '', knownUpTo }, ...tabs])
    if (upTo !== undefined) chat.ask(connection, { type: 'keepKnown', target, upTo, ...of });
}

/** Opens what was open last of a connection's server. */
export function openSaved(connection: Connection, chat: WindowChat): void {
  const saved = chat.keptTabs.of(connection.server);
  connection.knownUpTo ??= saved?.knownUpTo;
  connection.run ??= saved?.run;
  for (const { kind, target, readUpTo, knownUpTo } of saved?.tabs ?? []) {
    const tab = chat.tabs.open({ kind, connection, target });
    if (tab === undefined) continue;
    tab.unread.readUpTo ??= readUpTo;
    tab.keptUpTo ??= knownUpTo;
    tab.knownUpTo ??= knownUpTo;
    // A private chat of which nothing was read yet holds only news.
    tab.wasHere ||= kind === 'private' && readUpTo === undefined;
  }
}
