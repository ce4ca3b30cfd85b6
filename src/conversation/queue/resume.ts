import { lineOf, type LineChange } from '../../chat/line.ts';
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
  const shown = chat.tabs.list.map(({ connection }) => connection);
  for (const connection of new Set([...chat.connections.all, ...shown])) {
    if (connection === undefined) continue;
    resumeQueue(connection, chat);
    if (!connection.wasUp) continue;
    showQueue(connection, chat);
    if (!connection.isOver) askAboutQueue(connection, chat);
  }
}

/** Gives the client that is about to enter a server what an earlier window had for it. What is old is only looked for. */
export function resumeQueue(connection: Connection, chat: WindowChat): void {
  const { queue } = chat;
  const messages = queue.idle(connection.server).filter(one => one.sent !== undefined || !queue.isOld(one));
  give(messages, connection, chat);
}

/** Shows what an earlier window had for a server, in its tabs. */
export function showQueue(connection: Connection, chat: WindowChat): void {
  for (const message of chat.queue.all(connection.server)) {
    const { id, at, nick, form, target, text } = message;
    const tab = tabOf(message, connection, chat);
    if (text === undefined || tab.message(id) !== undefined) continue;
    const said = { type: 'message', id, at, nick, form, target, text, own: true } as const;
    const line = { ...lineOf(said, chat.t), ...howFar(message, chat) };
    tab.noteUnnamed(id);
    tab.scrollback.add(line);
    chat.page.added(tab, line);
  }
  tellLost(connection, chat);
}

/** Asks what becomes of messages that have waited for long. */
export function askAboutQueue(connection: Connection, chat: WindowChat): void {
  const { t } = chat;
  const old = chat.queue.idle(connection.server);
  if (old.length === 0) return;
  for (const message of old) change(message, connection, howFar(message, chat), chat);
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

function send(messages: readonly QueuedMessage[], connection: Connection, chat: WindowChat): void {
  for (const message of messages) change(message, connection, { delivery: 'queued', reason: '' }, chat);
  give(messages, connection, chat, false);
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

function change({ id }: QueuedMessage, connection: Connection, to: LineChange, chat: WindowChat): void {
  const tab = chat.tabs.of(connection).find(one => one.message(id) !== undefined);
  if (tab !== undefined) chat.change(tab, id, to);
}

function howFar(message: QueuedMessage, { t, queue }: WindowChat): LineChange {
  if (message.sent !== undefined) return { delivery: 'notConfirmed', reason: deliveryText('restarted', t) };
  return queue.isOld(message)
    ? { delivery: 'failed', reason: deliveryText('waited', t) }
    : { delivery: 'queued' };
}

function tabOf({ target }: QueuedMessage, connection: Connection, { tabs }: WindowChat): Tab {
  const kind = connection.isChannel(target) ? 'room' : 'private';
  return tabs.open({ kind, connection, target }) ?? tabs.server(connection);
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
