import type { Emit, FileOffer, MessageForm } from '../../chat/event.ts';
import { fileOfferTag, parseFileOffer } from '../../chat/fileOffer.ts';
import { detach } from '../../irc/detach.ts';
import type { Message } from '../../irc/message.ts';
import { isMsgid } from '../../irc/names.ts';
import type { Tags } from '../../irc/tags.ts';
import type { Whole } from './batches.ts';
import type { JoinedSession } from '../joinedSession.ts';
import { maxIncomingLength, maxNameLength, maxWordLength } from '../limits.ts';
import { isOurs, placeOfMessage } from './place.ts';
import { canSpeak, senderOf } from '../server.ts';
import { timeOf } from './serverTime.ts';
import { idTag, newId, replyTag } from '../saying/wire.ts';

/** Takes a PRIVMSG or NOTICE: to a room, to us, or our own coming back. */
export function takeText(message: Whole, session: JoinedSession, emit: Emit): void {
  const { server, client } = session;
  if (message.command === 'NOTICE' && !isFromSomebody(message)) {
    const text = (message.params.at(-1) ?? '').slice(0, maxWordLength);
    emit({ type: 'serverSaid', at: client.clock.now(), text });
    return;
  }
  const own = isOurs(message, server);
  const target = placeOfMessage(message, session);
  // An echo is remembered as well: a server may show it again after a break.
  const isNews = isNew(message, session);
  if (target !== undefined) noteMessage(message, target, session);
  // One that a break has made stale is shown already, too; and a part of one stands in the whole.
  const ours = own ? client.outbox.takeEcho(message, target ?? '') : undefined;
  if (ours !== undefined && (message.isPast !== true || ours.isInParts === true)) return;
  const said = saidIn(message);
  if (target === undefined || said === undefined || !isNews) return;
  if (!server.isChannel(target)) client.readMarkers.ask(target);
  const at = timeOf(message, client.clock);
  const account = own ? '' : (message.tags.get('account') ?? '').slice(0, maxNameLength);
  const who = {
    nick: senderOf(message),
    own,
    ...(own && { delivery: 'relayed' as const }),
    ...(account !== '' && { account: detach(account) }),
  };
  const when = { at, ...(message.isPast === true && { earlier: true }) };
  // In a piece of history one that is shown already has a place.
  const ids = { ...idsOf(message.tags), ...(ours !== undefined && { id: ours.id }) };
  emit({ type: 'message', target, ...when, ...who, ...ids, ...said });
}

function isFromSomebody(message: Message): boolean {
  return /[!@]/.test(message.source ?? '') && canSpeak(senderOf(message));
}

/** What names a message, what it answers, and the file it offers. */
function idsOf(tags: Tags): { id: string; msgid?: string; replyTo?: string; file?: FileOffer } {
  const msgid = msgidOf(tags);
  const replyTo = tags.get(replyTag) ?? '';
  const file = parseFileOffer(tags.get(fileOfferTag) ?? '');
  return {
    id: msgid === '' ? newId() : msgid,
    ...(msgid !== '' && { msgid }),
    ...(isMsgid(replyTo) && { replyTo: detach(replyTo) }),
    ...(file !== undefined && { file }),
  };
}

/** The server's name for a message; '' when it has none that can be. */
export function msgidOf(tags: Tags): string {
  const msgid = tags.get('msgid') ?? '';
  return isMsgid(msgid) ? detach(msgid) : '';
}

function noteMessage(message: Whole, target: string, { held, client }: JoinedSession): void {
  held.note(target, { msgid: msgidOf(message.tags), at: timeOf(message, client.clock) });
}

/** What was said and how; undefined for CTCP other than an action, which is never answered. */
function saidIn(message: Message): { readonly text: string; readonly form: MessageForm } | undefined {
  const text = message.params[1] ?? '';
  const notice = message.command === 'NOTICE';
  if (!text.startsWith('\x01')) return { text: capped(text), form: notice ? 'notice' : 'say' };
  // eslint-disable-next-line no-control-regex -- 0x01 is how CTCP is marked
  const action = /^\x01ACTION(?: ([^\x01]*))?\x01?$/i.exec(text);
  return action === null || notice ? undefined : { text: capped(action[1] ?? ''), form: 'action' };
}

/** Cuts what is too long to be kept, and says so with an ellipsis. */
function capped(text: string): string {
  return text.length <= maxIncomingLength ? text : `${text.slice(0, maxIncomingLength).toWellFormed()}\u2026`;
}

/**
 * Whether a message has not been shown, neither under the server's id nor under its sender's, or shall be again. The
 * sender's counts for that sender alone: everybody can read it and give it to a line of their own.
 */
function isNew(message: Whole, { client }: JoinedSession): boolean {
  const { tags, isAgain } = message;
  const id = (tags.get(idTag) ?? '').slice(0, maxNameLength);
  const sender = tags.get('account') ?? senderOf(message);
  const isNews = client.seen.addMessage(msgidOf(tags), id && `${sender.slice(0, maxNameLength)} ${id}`);
  return isNews || isAgain === true;
}
