import { lineOf, type LineChange } from '../../chat/line.ts';
import { visibleName } from '../../chat/visible.ts';
import type { Translate } from '../../chat/translate.ts';
import { assertNever } from '../../common/assertNever.ts';
import type { Connection } from '../connections/connection.ts';
import { deliveryText } from '../lines/deliveryText.ts';
import type { Tab } from '../tabs/tab.ts';
import type { WindowChat } from '../windowChat.ts';
import { resumedMessage } from './keptQueue.ts';
import type { QueuedMessage } from './queuedMessage.ts';

/** What an earlier window has kept is here. */
export function loadQueue(value: unknown, chat: WindowChat): void {
  chat.queue.load(value);
  if (chat.queue.isClosed) return;
  const shown = chat.tabs.list.map(({ connection }) => connection);
  for (const connection of new Set([...chat.connections.all, ...shown])) {
    if (connection === undefined) continue;
    if (connection.wasUp) showQueue(connection, chat);
    resumeQueue(connection, chat);
    if (connection.wasUp && !connection.isOver) askAboutQueue(connection, chat);
  }
}

/**
 * Gives the client of a server what an earlier window had for it: what is for a room once that has its tab, and so is
 * entered. What is old is only looked for.
 */
export function resumeQueue(connection: Connection, chat: WindowChat): void {
  const { queue } = chat;
  const isWanted = (one: QueuedMessage): boolean => one.sent !== undefined || !queue.isOld(one);
  const hasPlace = ({ target }: QueuedMessage): boolean =>
    !connection.isChannel(target) || chat.tabs.find(connection, target) !== undefined;
  const messages = queue.idle(connection.server).filter(one => isWanted(one) && hasPlace(one));
  give(messages, connection, chat);
}

/** Shows what an earlier window had for a server, in its tabs. */
export function showQueue(connection: Connection, chat: WindowChat): void {
  for (const message of chat.queue.all(connection.server)) {
    const tab = tabOf(message, connection, chat);
    if (message.text !== undefined && tab.message(message.id) === undefined)
      show(message, message.text, tab, chat);
  }
  tellLost(connection, chat);
}

function show(message: QueuedMessage, text: string, tab: Tab, chat: WindowChat): void {
  const { id, at, nick, form, target } = message;
  const said = { type: 'message', id, at, nick, form, target, text, own: true } as const;
  const line = { ...lineOf(said, chat.t), ...howFar(message, tab, chat) };
  tab.noteUnnamed(id);
  tab.scrollback.add(line);
  chat.page.added(tab, line);
}

/** Asks what becomes of messages that have waited for long. */
export function askAboutQueue(connection: Connection, chat: WindowChat): void {
  const { t } = chat;
  const old = chat.queue.idle(connection.server);
  if (old.length === 0) return;
  for (const message of old) {
    const tab = tabShowing(message, connection, chat);
    if (tab !== undefined) chat.change(tab, message.id, howFar(message, tab, chat));
  }
  const text = t('Written before PyChat was restarted and not sent: {count} messages. Send them now?', {
    count: old.length,
  });
  chat.run({ type: 'askQueue', connection: connection.id, text, send: t('Send'), discard: t('Discard') });
}

/** Somebody has said what becomes of them. */
export function answerQueue(
  connection: Connection,
  answer: 'send' | 'discard' | undefined,
  chat: WindowChat,
): void {
  const old = chat.queue.idle(connection.server);
  if (answer === 'send') send(old, connection, chat);
  if (answer !== 'discard') return;
  const ids = old.map(({ id }) => id);
  chat.queue.remove(connection.server, ids);
  for (const tab of chat.tabs.of(connection))
    if (ids.filter(id => tab.scrollback.remove(id)).length > 0) chat.page.merged(tab);
}

/** Sends one of them: it stays the same line. @returns whether it was one */
export function sendFromQueue(id: string, connection: Connection, chat: WindowChat): boolean {
  const message = chat.queue.idle(connection.server).find(one => one.id === id);
  if (message === undefined || connection.client === undefined) return false;
  send([message], connection, chat);
  return true;
}

/** The connection is over, and nobody hears any more what becomes of what was said there. */
export function settleQueue(connection: Connection, chat: WindowChat): void {
  const reason = deliveryText('closed', chat.t);
  for (const tab of chat.tabs.of(connection))
    for (const line of tab.scrollback.lines) {
      if (line.kind !== 'message' || (line.delivery !== 'queued' && line.delivery !== 'sent')) continue;
      const delivery = line.delivery === 'queued' ? 'failed' : 'notConfirmed';
      chat.change(tab, line.id, { delivery, reason });
      chat.queue.remove(connection.server, [line.id]);
    }
  chat.queue.release(connection.server);
}

/** What is for a room that still gets no tab stays as it is. */
function send(messages: readonly QueuedMessage[], connection: Connection, chat: WindowChat): void {
  const sent = messages.filter(message => {
    const tab = tabOf(message, connection, chat);
    if (isHomeless(message, tab)) return false;
    moveTo(tab, message, connection, chat);
    chat.change(tab, message.id, { delivery: 'queued', reason: '' });
    return true;
  });
  give(sent, connection, chat, false);
}

function moveTo(tab: Tab, message: QueuedMessage, connection: Connection, chat: WindowChat): void {
  const before = tabShowing(message, connection, chat);
  if (before === tab) return;
  if (before?.scrollback.remove(message.id) === true) chat.page.merged(before);
  show(message, message.text ?? '', tab, chat);
}

function give(
  messages: readonly QueuedMessage[],
  connection: Connection,
  chat: WindowChat,
  isOld?: boolean,
): void {
  if (messages.length === 0 || connection.client === undefined) return;
  chat.queue.given(messages);
  const resumed = messages.map(one => resumedMessage(one, isOld ?? chat.queue.isOld(one)));
  chat.ask(connection, { type: 'resume', messages: resumed });
}

function tabShowing({ id }: QueuedMessage, connection: Connection, { tabs }: WindowChat): Tab | undefined {
  return tabs.of(connection).find(tab => tab.message(id) !== undefined);
}

/** It is for a room that has no tab, and so is not entered. */
function isHomeless({ target }: QueuedMessage, { kind, connection }: Tab): boolean {
  return kind === 'server' && connection?.isChannel(target) === true;
}

function howFar(message: QueuedMessage, tab: Tab, { t, queue }: WindowChat): LineChange {
  if (message.sent !== undefined) return { delivery: 'notConfirmed', reason: deliveryText('restarted', t) };
  if (isHomeless(message, tab)) {
    const room = visibleName(message.target);
    const reason = t('Too many tabs are open for {room}. Close one, then send it again.', { room });
    return { delivery: 'failed', reason };
  }
  return queue.isOld(message)
    ? { delivery: 'failed', reason: deliveryText('waited', t) }
    : { delivery: 'queued' };
}

/** The tab of what a message is for. A room that has none yet is entered, where all others are already. */
function tabOf({ target }: QueuedMessage, connection: Connection, chat: WindowChat): Tab {
  const { tabs } = chat;
  const kind = connection.isChannel(target) ? 'room' : 'private';
  const tab = tabs.open({ kind, connection, target }) ?? tabs.server(connection);
  if (tab.kind === 'room' && tab.entry === 'out' && connection.wasUp && connection.client !== undefined) {
    tab.entry = 'entering';
    chat.ask(connection, { type: 'enterRoom', room: target });
  }
  return tab;
}

/** Says once, in each tab, how many messages were not kept. */
function tellLost(connection: Connection, chat: WindowChat): void {
  const lost = chat.queue.all(connection.server).filter(message => message.lost !== undefined);
  for (const messages of Map.groupBy(lost, one => `${one.lost ?? ''} ${one.target}`).values()) {
    const [first] = messages;
    if (first?.lost === undefined) continue;
    const text = lostText(first.lost, messages.length, chat.t);
    chat.note(text, 'warning', tabOf(first, connection, chat));
  }
  const ids = lost.map(({ id }) => id);
  chat.queue.remove(connection.server, ids);
}

function lostText(lost: NonNullable<QueuedMessage['lost']>, count: number, t: Translate): string {
  switch (lost) {
    case 'secret':
      return t(
        'Not kept over the restart, since they may hold secrets: {count} messages that had not arrived. Write them again if they are missing.',
        { count },
      );
    case 'file':
      return t(
        'Not kept over the restart: {count} files that had not been offered. Send them again if they are missing.',
        { count },
      );
    case 'full':
      return t(
        'Not kept over the restart, since too many were waiting: {count} messages. Write them again if they are missing.',
        { count },
      );
    default:
      return assertNever(lost);
  }
}
