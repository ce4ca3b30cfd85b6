import type { HistoryEvent, MessageEvent } from '../chat/event.ts';
import { lineOf, type MessageLine } from '../chat/line.ts';
import { visibleText, visibleWord } from '../chat/visible.ts';
import type { Connection } from './connection.ts';
import { mergePast, type PastLine } from './merge.ts';
import { quoteOf } from './quote.ts';
import type { Tab } from './tab.ts';
import type { WindowChat } from './windowChat.ts';

/** Somebody says something now, we among them. */
export function takeMessage(event: MessageEvent, connection: Connection, chat: WindowChat): void {
  const tab = tabOf(event, connection, chat);
  const line = plainLine(event, tab, chat);
  if (event.msgid === undefined) tab.noteUnnamed(line.id);
  else tab.name(event.msgid, line.id);
  tab.typing.end(line.nick);
  tab.scrollback.add(line);
  const whole = withContext(line, event.replyTo, tab, chat);
  chat.page.added(tab, whole);
  keep(tab, whole, chat);
  if (whole.own) return;
  chat.heard(tab, whole);
}

/**
 * A piece of what was said before. All of it is put in place first: what a line answers, whom it speaks to, and whether
 * it is news is decided after that.
 */
export function takeHistory(event: HistoryEvent, connection: Connection, chat: WindowChat): void {
  const tab = chat.tabs.find(connection, event.target) ?? openedByHistory(event, connection, chat);
  if (tab === undefined) return;
  const news = putInPlace(event.events, tab, chat);
  if (event.isWhole) tab.hasAllOlder = true;
  if (event.isWhole) chat.page.olderChanged(tab);
  const { readUpTo } = tab.unread;
  for (const line of news) {
    keep(tab, line, chat);
    // What was there before we ever came is not news.
    if (!line.own && readUpTo !== undefined && line.at > readUpTo) chat.heard(tab, line);
  }
}

/** Lines from before the first, that the page has asked for. @returns whether there was something new among them */
export function takeOlder(events: HistoryEvent['events'], tab: Tab, chat: WindowChat): boolean {
  const before = tab.scrollback.lines.length;
  putInPlace(events, tab, chat);
  return tab.scrollback.lines.length > before;
}

/** Lines that have no connection: the workspace's file. */
export function takeFileLines(lines: readonly MessageLine[], chat: WindowChat): void {
  const tab = chat.tabs.home ?? chat.tabs.start;
  place(
    tab,
    lines.map(line => ({ line, msgid: '' })),
    chat,
  );
}

/** @returns the lines that came after all others or among them, oldest first */
function putInPlace(events: HistoryEvent['events'], tab: Tab, chat: WindowChat): readonly MessageLine[] {
  const past: PastLine[] = [];
  const news: MessageLine[] = [];
  const settle = (): void => void news.push(...place(tab, past.splice(0), chat));
  for (const event of events) {
    if (event.type === 'message') {
      const { msgid = '', replyTo } = event;
      past.push({ line: plainLine(event, tab, chat), msgid, replyTo });
      continue;
    }
    settle();
    if (event.type === 'gap') chat.addEvent(tab, event);
    else if (event.type === 'reaction') react(event, tab, chat);
    else redact(event, tab, chat);
  }
  settle();
  return news.flatMap(({ id }) => tab.message(id) ?? []);
}

function place(tab: Tab, past: readonly PastLine[], chat: WindowChat): readonly MessageLine[] {
  if (past.length === 0) return [];
  const { before, between, after } = mergePast(tab, past);
  const replies = new Map(past.map(({ line, replyTo }) => [line.id, replyTo]));
  const whole = (lines: readonly MessageLine[]): MessageLine[] =>
    lines.map(line => withContext(line, replies.get(line.id), tab, chat));
  const [early, amid, late] = [whole(before), whole(between), whole(after)];
  quoteMissing(tab, chat);
  if (amid.length > 0) chat.page.replaced(tab);
  else {
    chat.page.putBefore(tab, early);
    for (const line of late) chat.page.added(tab, line);
  }
  return [...amid, ...late];
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
  if (replyTo !== undefined && answered === undefined) tab.unquoted.set(line.id, replyTo);
  const context = {
    ...(isMention && { mention: true }),
    ...(replyTo !== undefined && { quote: quoteOf(tab, replyTo) }),
  };
  tab.scrollback.change(line.id, context);
  return { ...line, ...context };
}

/** What answered a line that was not here gets its quote, now that it is. */
function quoteMissing(tab: Tab, chat: WindowChat): void {
  for (const [id, msgid] of tab.unquoted) {
    if (tab.message(tab.lineIdOf(msgid)) === undefined) continue;
    tab.unquoted.delete(id);
    chat.change(tab, id, { quote: quoteOf(tab, msgid) });
  }
}

function plainLine(event: MessageEvent, tab: Tab, { t, files }: WindowChat): MessageLine {
  const line = lineOf(event, t);
  const { file, target } = event;
  if (file !== undefined) tab.keepOffer(line.id, file);
  const isElsewhere = tab.kind === 'server' && tab.connection?.isChannel(target) === false;
  return {
    ...line,
    ...(file !== undefined && { file: files.viewOf(file) }),
    ...(isElsewhere && { privateWith: visibleWord(target) }),
  };
}

/** A notice opens no tab: services and bots send them to whoever comes. */
function tabOf({ target, form }: MessageEvent, connection: Connection, chat: WindowChat): Tab {
  const there = chat.tabs.find(connection, target);
  if (there !== undefined) return there;
  const opened =
    form === 'notice' || connection.isChannel(target) ? undefined : chat.openPrivate(connection, target);
  return opened ?? chat.tabs.server(connection);
}

function openedByHistory(event: HistoryEvent, connection: Connection, chat: WindowChat): Tab | undefined {
  const isSaid = event.events.some(one => one.type === 'message' && one.form !== 'notice');
  if (!isSaid || connection.isChannel(event.target)) return undefined;
  return chat.tabs.open({ kind: 'private', connection, target: event.target });
}

/** The file does not name rooms: only the window's first is in it, and nothing that was said in private. */
function keep(tab: Tab, line: MessageLine, chat: WindowChat): void {
  if (tab === chat.tabs.home && line.privateWith === undefined) chat.run({ type: 'keepLine', line });
}

type Reaction = Extract<HistoryEvent['events'][number], { type: 'reaction' }>;
type Redaction = Extract<HistoryEvent['events'][number], { type: 'redacted' }>;

export function react(event: Reaction, tab: Tab, chat: WindowChat): void {
  const id = tab.lineIdOf(event.msgid);
  const reactions = tab.message(id) && tab.reactions.take(id, event);
  if (reactions !== undefined) chat.change(tab, id, { reactions });
}

export function redact(event: Redaction, tab: Tab, chat: WindowChat): void {
  const id = tab.lineIdOf(event.msgid);
  const redacted = { by: visibleWord(event.by), reason: visibleText(event.reason) };
  chat.change(tab, id, { text: '', redacted });
  chat.run({ type: 'forgetLine', id });
}
