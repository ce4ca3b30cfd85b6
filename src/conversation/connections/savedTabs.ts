import type { Identified } from '../input.ts';
import type { SavedTabs } from '../kept.ts';
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
  const saved = chat.keptTabs.of(connection.server) ?? tabsBefore(connection, chat);
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

/** What 0.1.0 has kept, which named no server: it is of the place that leads back to its last room. */
function tabsBefore(
  connection: Connection,
  { keptTabs, views: { lastRoom } }: WindowChat,
): SavedTabs | undefined {
  const { state, facts, room } = connection;
  if (lastRoom === undefined || lastRoom.server !== undefined || state.phase !== 'registered')
    return undefined;
  const { hosted, address, port } = lastRoom;
  const isThere = hosted || (state.address.address === address && state.address.port === port);
  const isIt = isThere && hosted === (facts !== undefined) && connection.same(room, lastRoom.room);
  return isIt ? keptTabs.ofNoServer(room) : undefined;
}
