import type { HistoryEvent, MessageEvent } from '../../chat/event.ts';
import { type Line, lineOf, type MessageLine } from '../../chat/line.ts';
import { visibleName, visibleWord } from '../../chat/visible.ts';
import type { Connection } from '../connections/connection.ts';
import { gapLines, takeGap } from './gaps.ts';
import { type Merged, mergePast, type PastLine } from './merge.ts';
import { quoteOf } from './quote.ts';
import type { Tab } from '../tabs/tab.ts';
import { isConfirmed } from '../tabs/unread.ts';
import type { WindowChat } from '../windowChat.ts';

/** Somebody says something now, we among them. */
export function takeMessage(event: MessageEvent, connection: Connection, chat: WindowChat): void {
  // What was said earlier was said by a nick that may be somebody else's now.
  if (!event.own && event.earlier !== true) chat.attention.muted.heard(connection, event.nick, event.account);
  const tab = tabOf(event, connection, chat);
  // It was held while older lines were asked for, and came with them.
  const shown = event.msgid === undefined ? undefined : tab.message(tab.lineIdOf(event.msgid));
  if (shown !== undefined) {
    if (!shown.own) chat.heard(tab, shown);
    return;
  }
  const line = plainLine(event, tab, chat);
  if (event.msgid === undefined) tab.noteUnnamed(line.id);
  else tab.name(event.msgid, line.id);
  tab.typing.end(line.nick);
  tab.scrollback.add(line);
  const whole = withContext(line, event.replyTo, tab, chat);
  chat.page.added(tab, whole);
  keep(tab, whole, chat);
  if (whole.own) spoke(connection, chat);
  else chat.heard(tab, whole);
}

/** After our first message the prompt no longer says what the host keeps. */
function spoke(connection: Connection, chat: WindowChat): void {
  if (!connection.hasSpoken) chat.page.changed('prompt');
  connection.hasSpoken = true;
}

/**
 * A piece of what was said before. All of it is put in place first: what a line answers, whom it speaks to, and whether
 * it is news is decided after that.
 */
export function takeHistory(event: HistoryEvent, connection: Connection, chat: WindowChat): void {
  const tab = chat.tabs.find(connection, event.target) ?? openedByHistory(event, connection, chat);
  if (tab === undefined) return takeGaps(event, connection, chat);
  for (const one of event.events)
    if (one.type === 'gap' && one.restartAt !== undefined) tab.restart(one.restartAt);
  const readUpTo = tab.unread.readUpTo ?? tab.cameAt;
  const { before, between, after } = putInPlace(event.events, tab, chat, false);
  if (event.isWhole) tab.hasAllOlder = true;
  if (event.isWhole) chat.page.olderChanged(tab);
  const told = [...before, ...between, ...after];
  const isAllNews = readUpTo !== undefined || (tab.kind === 'private' && tab.wasHere);
  const since = tab.wasHere ? [...between, ...after] : [];
  const news = isAllNews ? told : since;
  keepBehindFile(told, tab, chat);
  for (const { id } of news) {
    const line = tab.message(id);
    const isNews = line?.own === false && line.redacted === undefined && line.at > (readUpTo ?? -Infinity);
    if (isNews) chat.heard(tab, line);
  }
}

/** Of a chat that has no tab, as nothing of it is there to be shown. */
function takeGaps({ target, events }: HistoryEvent, connection: Connection, chat: WindowChat): void {
  if (connection.isChannel(target)) return;
  for (const event of events) if (event.type === 'gap') takeGap(event, connection, chat);
}

/** Lines from before the first, that the page has asked for. */
export function takeOlder(events: HistoryEvent['events'], tab: Tab, chat: WindowChat): void {
  putInPlace(events, tab, chat, true);
}

/** Lines that have no connection: the workspace's file. */
export function takeFileLines(lines: readonly MessageLine[], chat: WindowChat): void {
  const tab = chat.tabs.home ?? chat.tabs.start;
  const past = lines.map(line => ({ line, msgid: '' }));
  place(tab, past, chat, false);
}

/** Messages and gaps first; then what else is told of messages. */
function putInPlace(events: HistoryEvent['events'], tab: Tab, chat: WindowChat, isOlder: boolean): Merged {
  const past = events.flatMap(event => pastLines(event, tab, chat));
  const merged = place(tab, past, chat, isOlder);
  for (const event of events) {
    if (event.type === 'reaction') reactToLine(event, tab, chat);
    if (event.type === 'redacted') redactLine(event, tab, chat);
  }
  return merged;
}

function pastLines(event: HistoryEvent['events'][number], tab: Tab, chat: WindowChat): readonly PastLine[] {
  if (event.type === 'gap') return gapLines(event, tab, chat).map(line => ({ line, msgid: '' }));
  if (event.type !== 'message') return [];
  const { msgid = '', replyTo } = event;
  return [{ line: plainLine(event, tab, chat), msgid, replyTo }];
}

function place(tab: Tab, past: readonly PastLine[], chat: WindowChat, isOlder: boolean): Merged {
  const merged = mergePast(tab, past, isOlder);
  const { before, between, after } = merged;
  const replies = new Map(past.map(({ line, replyTo }) => [line.id, replyTo]));
  const whole = (line: Line): Line =>
    line.kind === 'message' ? withContext(line, replies.get(line.id), tab, chat) : line;
  for (const line of between) whole(line);
  const [early, late] = [before.map(whole), after.map(whole)];
  for (const { line, msgid } of past) quoteMissing(tab, msgid === '' ? line.id : msgid, chat);
  if (between.length > 0) chat.page.merged(tab);
  else {
    chat.page.putBefore(tab, early);
    for (const line of late) chat.page.added(tab, line);
  }
  return merged;
}

/** Decides what of a line depends on those around it, once it stands in its place. */
function withContext(
  line: MessageLine,
  replyTo: string | undefined,
  tab: Tab,
  chat: WindowChat,
): MessageLine {
  const answered = replyTo === undefined ? undefined : tab.message(tab.lineIdOf(replyTo));
  const isMention = !line.own && (answered?.own === true || chat.isMention(tab, line.text));
  if (!isMention && replyTo === undefined) return line;
  if (replyTo !== undefined && answered === undefined) tab.unquoted.add(line.id, replyTo);
  const context = {
    ...(isMention && { mention: true }),
    ...(replyTo !== undefined && { quote: quoteOf(tab, replyTo) }),
  };
  tab.scrollback.change(line.id, context);
  return { ...line, ...context };
}

/** What answered a line that was not here gets its quote, now that it is. */
function quoteMissing(tab: Tab, msgid: string, chat: WindowChat): void {
  if (tab.message(tab.lineIdOf(msgid)) === undefined) return;
  for (const id of tab.unquoted.take(msgid)) chat.change(tab, id, { quote: quoteOf(tab, msgid) });
}

function plainLine(event: MessageEvent, tab: Tab, { t, files }: WindowChat): MessageLine {
  const line = lineOf(event, t);
  const { file, target } = event;
  if (file !== undefined) tab.keepOffer(line.id, file);
  const isElsewhere = tab.kind === 'server' && tab.connection?.isChannel(target) === false;
  return {
    ...line,
    ...(file !== undefined && { file: files.viewOf(file) }),
    ...(isElsewhere && { privateWith: visibleName(target) }),
  };
}

/** A notice opens no tab: services and bots send them to everyone who joins. */
function tabOf({ target, form }: MessageEvent, connection: Connection, chat: WindowChat): Tab {
  const there = chat.tabs.find(connection, target);
  if (there !== undefined) return there;
  if (form === 'notice' || connection.isChannel(target)) return chat.tabs.server(connection);
  const tab = chat.openByOthers({ kind: 'private', connection, target });
  if (tab.kind === 'private' && chat.views.canAskForOlder(tab)) chat.askForOlder(tab);
  return tab;
}

function openedByHistory(event: HistoryEvent, connection: Connection, chat: WindowChat): Tab | undefined {
  const isSaid = event.events.some(one => one.type === 'message' && one.form !== 'notice');
  if (!isSaid || connection.isChannel(event.target)) return undefined;
  const tab = chat.openByOthers({ kind: 'private', connection, target: event.target });
  tab.wasHere = true;
  return tab;
}

/** The file does not name rooms: only the window's first is in it, nothing that was said in private or has not arrived. */
export function keep(tab: Tab, line: MessageLine | undefined, chat: WindowChat): void {
  if (tab !== chat.tabs.home || line === undefined || !isConfirmed(line)) return;
  if (line.privateWith !== undefined || line.redacted !== undefined) return;
  // By the server's name: under that another tab of the room may tell it again.
  chat.run({ type: 'keepLine', line: { ...line, id: tab.msgidOf(line.id) } });
}

/** What is before the lines that came from the file is not among the last ones. */
function keepBehindFile(told: readonly Line[], tab: Tab, chat: WindowChat): void {
  const { scrollback } = tab;
  const end = scrollback.lines.findLastIndex(line => line.kind === 'message' && line.isFromFile === true);
  for (const { id } of told) if (scrollback.indexOf(id) > end) keep(tab, tab.message(id), chat);
}

type Reaction = Extract<HistoryEvent['events'][number], { type: 'reaction' }>;
type Redaction = Extract<HistoryEvent['events'][number], { type: 'redacted' }>;

export function reactToLine(event: Reaction, tab: Tab, chat: WindowChat): void {
  const id = tab.lineIdOf(event.msgid);
  const reactions = tab.message(id) && tab.reactions.take(id, event);
  if (reactions !== undefined) chat.change(tab, id, { reactions });
}

export function redactLine(event: Redaction, tab: Tab, chat: WindowChat): void {
  const id = tab.lineIdOf(event.msgid);
  const redacted = { by: visibleName(event.by), reason: visibleWord(event.reason) };
  chat.change(tab, id, { text: '', redacted });
  tab.unread.forget(id);
  chat.countsChanged();
  // The file has lines of the home alone: no other room, and no other server, takes one out of it.
  if (tab !== chat.tabs.home) return;
  for (const kept of new Set([id, tab.msgidOf(id)])) chat.run({ type: 'forgetLine', id: kept });
}
