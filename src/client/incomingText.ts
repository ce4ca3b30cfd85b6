import { randomBytes } from 'node:crypto';
import type { MessageForm } from '../chat/event.ts';
import type { Message } from '../irc/message.ts';
import type { Whole } from './batches.ts';
import type { IncomingContext } from './incomingContext.ts';
import { maxIncomingLength, maxNameLength, maxWordLength } from './limits.ts';
import { senderOf } from './server.ts';
import { timeOf } from './serverTime.ts';
import { idTag } from './wire.ts';

/** An id that nobody can guess: 24 characters. */
export function newId(): string {
  return randomBytes(18).toString('base64url');
}

/** Takes a PRIVMSG or NOTICE: to the room, to us, or our own coming back. */
export function takeText(message: Whole, context: IncomingContext): void {
  const { server, emit, clock } = context;
  if (message.command === 'NOTICE' && !/[!@]/.test(message.source ?? '')) {
    takeServerNotice(message, context);
    return;
  }
  const own = server.isOwn(message);
  // An echo is remembered as well: a server may show it again after a break.
  const isNews = isNew(message, context);
  // One that a break has made stale is shown already, too.
  if (own && context.outbox.takeEcho(message) !== undefined) return;
  const target = targetOf(message, context);
  const said = saidIn(message);
  if (target === undefined || said === undefined || !isNews) return;
  emit({
    type: 'message',
    id: idOf(message),
    at: timeOf(message, clock),
    nick: senderOf(message),
    ...said,
    target,
    own,
    ...(own && { delivery: 'relayed' as const }),
    ...(message.isPast === true && { earlier: true as const }),
  });
}

function takeServerNotice({ params }: Message, { emit, clock }: IncomingContext): void {
  emit({ type: 'serverSaid', at: clock.now(), text: (params.at(-1) ?? '').slice(0, maxWordLength) });
}

/** The room, or the nick it was for; undefined for a channel that is none of ours. */
function targetOf({ params }: Message, { server, room }: IncomingContext): string | undefined {
  const target = (params[0] ?? '').slice(0, maxNameLength);
  if (room.is(target)) return room.name;
  return target === '' || server.isChannel(target) ? undefined : target;
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

/** Whether a message has not been shown: neither under the server's id nor under its sender's. */
function isNew({ tags }: Message, { seen }: IncomingContext): boolean {
  return seen.addMessage(tags.get('msgid') ?? '', (tags.get(idTag) ?? '').slice(0, maxNameLength));
}

function idOf({ tags }: Message): string {
  const id = tags.get('msgid') ?? '';
  return /^[\x21-\x7e]{1,128}$/.test(id) ? id : newId();
}
