import { randomBytes } from 'node:crypto';
import type { FileOffer, MessageEvent, MessageForm } from '../../chat/event.ts';
import { fileOfferTag, parseFileOffer } from '../../chat/fileOffer.ts';
import { detach } from '../../irc/detach.ts';
import type { Message } from '../../irc/message.ts';
import type { Tags } from '../../irc/tags.ts';
import type { Whole } from './batches.ts';
import type { IncomingContext } from './incomingContext.ts';
import { maxIncomingLength, maxNameLength, maxWordLength } from '../limits.ts';
import { isMsgid } from '../names.ts';
import { isOurs, placeOfMessage } from './place.ts';
import { senderOf } from '../server.ts';
import { timeOf } from './serverTime.ts';
import { idTag, replyTag } from '../saying/wire.ts';

/** An id that nobody can guess: 24 characters. */
export function newId(): string {
  return randomBytes(18).toString('base64url');
}

/** Takes a PRIVMSG or NOTICE: to a room, to us, or our own coming back. */
export function takeText(message: Whole, context: IncomingContext): void {
  const { server, emit, memory } = context;
  if (message.command === 'NOTICE' && !/[!@]/.test(message.source ?? '')) {
    takeServerNotice(message, context);
    return;
  }
  const own = isOurs(message, server);
  const target = placeOfMessage(message, context);
  // An echo is remembered as well: a server may show it again after a break.
  const isNews = isNew(message, context);
  if (target !== undefined) noteMessage(message, target, context);
  // One that a break has made stale is shown already, too.
  if (own && memory.outbox.takeEcho(message, target ?? '') !== undefined) return;
  const said = saidIn(message);
  if (target === undefined || said === undefined || !isNews) return;
  if (!server.isChannel(target)) memory.readMarkers.ask(target);
  emit({ ...eventOf(message, context, target), ...said, own, ...(own && { delivery: 'relayed' as const }) });
}

function eventOf(
  message: Whole,
  { clock }: IncomingContext,
  target: string,
): Omit<MessageEvent, 'text' | 'form' | 'own' | 'delivery'> {
  return {
    type: 'message',
    target,
    at: timeOf(message, clock),
    nick: senderOf(message),
    ...idsOf(message.tags),
    ...(message.isPast === true && { earlier: true as const }),
  };
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

function noteMessage(message: Whole, target: string, { note, memory, clock }: IncomingContext): void {
  if (!message.tags.has('time')) return;
  const at = timeOf(message, clock);
  if (message.isPast !== true) memory.marks.aheadMs = at - clock.now();
  note(target, { msgid: msgidOf(message.tags), at });
}

function takeServerNotice({ params }: Message, { emit, clock }: IncomingContext): void {
  emit({ type: 'serverSaid', at: clock.now(), text: (params.at(-1) ?? '').slice(0, maxWordLength) });
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

/** Whether a message has not been shown, neither under the server's id nor under its sender's, or shall be again. */
function isNew({ tags, isAgain }: Whole, { memory }: IncomingContext): boolean {
  const isNews = memory.seen.addMessage(msgidOf(tags), (tags.get(idTag) ?? '').slice(0, maxNameLength));
  return isNews || isAgain === true;
}
