import type { ConnectionFailure, ConnectionState } from '../../chat/connection.ts';
import type { Translate } from '../../chat/translate.ts';
import { assertNever } from '../../common/assertNever.ts';
import type { Connection } from './connection.ts';
import { connectionSentence, type FailureText } from './failureText.ts';
import { connectionRemedies } from './remedies.ts';
import { openSaved } from './savedTabs.ts';
import type { Entering } from '../input.ts';
import { keptKeys } from '../kept.ts';
import { endOffers, renewOffers } from '../lines/offers.ts';
import { askAboutQueue, resumeQueue, settleQueue, showQueue } from '../queue/resume.ts';
import type { Tab } from '../tabs/tab.ts';
import { isConfirmed } from '../tabs/unread.ts';
import { keepingText } from '../page/keepingText.ts';
import type { WindowChat } from '../windowChat.ts';

/** A connection is about to be made. What was there stays until it is up. */
export function beginEntering(made: Entering, chat: WindowChat): void {
  const { connection: id, hosting, room, name, byItself } = made;
  chat.connections.add({ id, hosting, room, name }).isByItself = byItself === true;
  endToldFailure(chat);
  chat.stateChanged();
}

/** How a connection stands, as its client says. */
export function takeState(state: ConnectionState, connection: Connection, chat: WindowChat): void {
  const wasRegistered = connection.state.phase === 'registered';
  connection.state = state;
  switch (state.phase) {
    case 'idle':
      break;
    case 'connecting':
      connection.delay = state.failure === undefined ? '' : connectionSentence(state.failure, chat.t);
      break;
    case 'closed':
      // While it is entered, the one who enters it says why it came to nothing.
      if (state.failure && connection.wasUp)
        endConnection(connection, closedText(state.failure, chat.t), chat);
      break;
    case 'registered':
      if (!connection.wasUp) enter(connection, chat);
      else if (connection.isBroken) comeBack(connection, chat);
      noteKeeping(connection, chat);
      if (!wasRegistered) {
        renewOffers(connection, chat);
        chat.run({ type: 'connectionUp', connection: connection.id });
      }
      break;
    case 'reconnecting':
      if (!connection.isBroken) breakOff(connection, connectionSentence(state.failure, chat.t), chat);
      break;
    default:
      assertNever(state);
  }
  chat.stateChanged();
}

/** Tells a guest in a line that the host keeps what is said for another time than before, or no longer. */
export function noteKeeping(connection: Connection, chat: WindowChat): void {
  const { client, facts, keepsSeconds: before } = connection;
  const now = client?.keepsSeconds;
  connection.keepsSeconds = now;
  if (facts !== undefined || now === undefined || before === undefined || now === before) return;
  chat.note(keepingText(now, false, chat.t), 'info', tabFor(connection, chat));
}

/** One that was up has a way back of its own. */
function closedText(failure: ConnectionFailure, t: Translate): FailureText {
  const remedies = connectionRemedies(failure.code).filter(remedy => remedy !== 'tryAgain');
  return { sentence: connectionSentence(failure, t), remedies };
}

/** It ended by itself or came to nothing. */
function endConnection(connection: Connection, ending: FailureText, chat: WindowChat): void {
  if (connection.isOver) return;
  const { wasUp } = connection;
  const tab = tabFor(connection, chat);
  finish(connection, ending, chat);
  if (ending.sentence !== '' && wasUp) chat.note(ending.sentence, 'error', tab);
}

/**
 * What was to be entered came to nothing: told in the page while that is visible, in a line where it shows another chat;
 * else by the editor, until the next attempt.
 */
export function endAttempt(connection: Connection, ending: FailureText, chat: WindowChat): void {
  endConnection(connection, ending, chat);
  const { attention, tabs, views } = chat;
  if (ending.sentence === '' || connection.isByItself) return;
  if (!attention.isPageVisible) {
    attention.hasToldFailure = true;
    chat.run({ type: 'tellFailure', ...ending });
  } else if (views.state(tabs.active).phase !== 'failed') chat.note(ending.sentence, 'error');
}

/** What the editor has told of a failure is not true any more, or not needed. */
export function endToldFailure({ attention, run }: WindowChat): void {
  if (attention.hasToldFailure) run({ type: 'failureOver' });
  attention.hasToldFailure = false;
}

/** We have left it. */
export function leaveConnection(connection: Connection, chat: WindowChat): void {
  if (connection.isOver) return;
  const { t } = chat;
  const { wasUp } = connection;
  const tab = tabFor(connection, chat);
  finish(connection, undefined, chat);
  if (wasUp) chat.note(connection.hosting ? t('The room is closed.') : t('You left.'), 'info', tab);
}

function finish(connection: Connection, ending: FailureText | undefined, chat: WindowChat): void {
  chat.keptTabs.keep(connection);
  chat.keptTabs.keepNow();
  chat.connections.end(connection, ending);
  for (const tab of chat.tabs.of(connection)) tab.entry = 'out';
  settleQueue(connection, chat);
  endOffers(connection, chat);
  chat.run({ type: 'connectionDown', connection: connection.id });
  chat.run({ type: 'writeLines' });
  chat.stateChanged();
}

/** The tab in which something is said of a connection. */
export function tabFor(connection: Connection, { tabs }: WindowChat): Tab {
  if (tabs.active.connection === connection) return tabs.active;
  return tabs.find(connection, connection.room) ?? tabs.of(connection)[0] ?? tabs.active;
}

/** For the first time up: the room that it was made for opens, and the tabs that its server had here before. */
function enter(connection: Connection, chat: WindowChat): void {
  const { tabs, views } = chat;
  const { room, server } = connection;
  const isSame = views.lastRoom?.server === server && connection.same(views.lastRoom.room, room);
  tabs.together(() => {
    openHome(connection, chat);
    // The first that is shown of a room has all that is known of it: it is entered in a moment.
    for (const tab of tabs.of(connection)) if (tab.kind === 'room') tab.entry = 'entering';
    showQueue(connection, chat);
  });
  for (const tab of tabs.of(connection))
    enterRoom(tab, chat, { isContinued: isSame || tab.follows === undefined });
  resumeQueue(connection, chat);
  connection.wasUp = true;
  chat.keptTabs.keep(connection);
  chat.keptTabs.keepNow();
  keepLastRoom(connection, chat);
  askAboutQueue(connection, chat);
}

function openHome(connection: Connection, chat: WindowChat): void {
  const { tabs } = chat;
  for (const tab of tabs.list) {
    if (tab.connection?.isOver !== true) continue;
    if (tab.connection.server === connection.server) tab.connection = connection;
    else tabs.close(tab);
  }
  openSaved(connection, chat);
  const room = tabs.open({ kind: 'room', connection, target: connection.room });
  const home = room ?? tabs.server(connection);
  if (room === undefined) chat.note(chat.t('Too many tabs are open. Close one first.'), 'warning', home);
  if (home.scrollback.lines.length === 0) home.takeOver(tabs.start);
  else home.follows = undefined;
  // A room that begins with this window has nothing from before.
  home.hasAllOlder = connection.isFresh;
  tabs.home ??= home;
  // Nobody has asked for it just now: what is in front stays there.
  if (!connection.isByItself || tabs.active === tabs.start) tabs.show(home);
}

/** Asks to be let into the room of a tab. With `isContinued` its last message was said there, and what came since is asked for. */
export function enterRoom(
  tab: Tab,
  chat: WindowChat,
  { key = '', isContinued = true }: { readonly key?: string; readonly isContinued?: boolean } = {},
): void {
  if (tab.kind !== 'room') return;
  tab.entry = 'entering';
  const said = isContinued ? tab.scrollback.lines : [];
  // What came with the folder may bear any time.
  const last = said.findLast(line => line.kind === 'message' && line.isForeign !== true && isConfirmed(line));
  const shownUpTo = last?.at;
  tab.wasHere ||= shownUpTo !== undefined;
  chat.ask(tab.connection, {
    type: 'enterRoom',
    room: tab.target,
    ...(key !== '' && { key }),
    ...(shownUpTo !== undefined && { shownUpTo }),
  });
}

/** Closes a tab; a room that we are in is left with it. */
export function closeTab(tab: Tab, reason: string, chat: WindowChat): void {
  const { entry, connection, target } = tab;
  if (entry === 'in' || entry === 'entering')
    chat.ask(connection, { type: 'leaveRoom', room: target, reason });
  chat.unseen.keep(tab);
  chat.tabs.close(tab);
  chat.keptTabs.keep(connection);
}

function keepLastRoom(connection: Connection, chat: WindowChat): void {
  const { state, server, room, facts } = connection;
  if (state.phase !== 'registered') return;
  const { address, port } = state.address;
  // A second window of the host's knows them as well.
  const value = { hosted: facts !== undefined, server, room, address, port };
  connection.lastRoom = value;
  // The workspace's file has the lines of the home alone: the next window shows them in its room.
  if (chat.tabs.home?.connection !== connection) return;
  chat.views.lastRoom = value;
  chat.run({ type: 'store', scope: 'workspace', key: keptKeys.lastRoom, value });
}

/** Said once, however many attempts follow. */
function breakOff(connection: Connection, sentence: string, chat: WindowChat): void {
  connection.isBroken = true;
  for (const tab of chat.tabs.of(connection)) tab.wasHere ||= tab.entry === 'in' || tab.kind === 'private';
  endOffers(connection, chat);
  // Our own relay does not get lost: it has ended, which is told once that is known.
  if (connection.hosting) return;
  const more = chat.t('PyChat keeps trying to come back; Leave Chat ends that.');
  chat.note(`${sentence} ${more}`, 'warning', tabFor(connection, chat));
}

function comeBack(connection: Connection, chat: WindowChat): void {
  connection.isBroken = false;
  // A chat that we have begun meanwhile has only news.
  for (const tab of chat.tabs.of(connection)) tab.wasHere ||= tab.kind === 'private';
  chat.note(chat.t('Connected again.'), 'good', tabFor(connection, chat));
}
