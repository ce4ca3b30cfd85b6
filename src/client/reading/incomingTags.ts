import type { TypingState } from '../../chat/event.ts';
import { maxReactionLength } from '../../chat/line.ts';
import { detach } from '../../irc/detach.ts';
import type { Tags } from '../../irc/tags.ts';
import type { Whole } from './batches.ts';
import { msgidOf } from './incomingText.ts';
import type { IncomingContext } from './incomingContext.ts';
import { maxNameLength, maxWordLength } from '../limits.ts';
import { isMsgid } from '../names.ts';
import { isOurs, placeOfMessage } from './place.ts';
import { senderOf } from '../server.ts';
import { timeOf } from './serverTime.ts';
import { reactTag, replyTag, typingTag, unreactTag } from '../saying/wire.ts';

/** Takes tags without a text: a reaction, or that somebody types. */
export function takeTags(message: Whole, context: IncomingContext): void {
  const target = placeOfMessage(message, context);
  if (target === undefined || !isNew(message, context)) return;
  const { tags } = message;
  if (tags.has(reactTag) || tags.has(unreactTag)) takeReaction(message, context, target);
  else if (message.isPast !== true) takeTyping(message, context, target);
}

function takeReaction(message: Whole, { server, emit }: IncomingContext, target: string): void {
  const { tags } = message;
  const [added = '', taken = ''] = [tags.get(reactTag), tags.get(unreactTag)];
  const msgid = tags.get(replyTag) ?? '';
  const reaction = added + taken;
  // Both at once say nothing.
  if (!isMsgid(msgid) || (added === '') === (taken === '') || reaction.length > maxReactionLength) return;
  emit({
    type: 'reaction',
    target,
    msgid: detach(msgid),
    nick: senderOf(message),
    reaction: detach(reaction.toWellFormed()),
    removed: taken !== '',
    own: isOurs(message, server),
  });
}

const typingStates: ReadonlyMap<string, TypingState> = new Map<string, TypingState>([
  ['active', 'active'],
  ['paused', 'paused'],
  ['done', 'done'],
]);

/** In a room only its members type. */
function takeTyping(message: Whole, { server, rooms, emit }: IncomingContext, target: string): void {
  const nick = senderOf(message);
  const state = typingStates.get(message.tags.get(typingTag) ?? '');
  const room = rooms.find(target);
  if (state === undefined || server.isOwn(message) || room?.has(nick) === false) return;
  emit({ type: 'typing', target, nick, state });
}

/** Takes that a message was taken back: `REDACT <target> <msgid> [<reason>]`. */
export function takeRedaction(message: Whole, context: IncomingContext): void {
  const target = placeOfMessage(message, context);
  const [, msgid = '', reason = ''] = message.params;
  if (target === undefined || !isMsgid(msgid) || !isNew(message, context)) return;
  const about = { msgid: detach(msgid), by: senderOf(message), reason: reason.slice(0, maxWordLength) };
  context.emit({ type: 'redacted', target, ...about });
}

/** Takes how far we have read somewhere: `MARKREAD <target> timestamp=<time>`, with `*` for not at all. */
export function takeReadMarker({ params }: Whole, { rooms, memory, emit }: IncomingContext): void {
  const [name = '', stamp = ''] = params;
  const upTo = /^timestamp=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(stamp)
    ? Date.parse(stamp.slice(10))
    : NaN;
  if (name === '' || name.length > maxNameLength || !(upTo >= 0)) return;
  const target = rooms.find(name)?.name ?? name;
  if (memory.readMarkers.learn(target, upTo)) emit({ type: 'read', target, upTo });
}

/** Takes an invitation to us; those to others are none of our business. */
export function takeInvitation(message: Whole, { server, emit, clock }: IncomingContext): void {
  const [nick = '', room = ''] = message.params;
  if (!server.same(nick, server.nick) || room === '') return;
  const about = { nick: senderOf(message), room: room.slice(0, maxNameLength) };
  emit({ type: 'invited', at: timeOf(message, clock), ...about });
}

function isNew({ tags, isAgain }: { tags: Tags; isAgain?: boolean }, { memory }: IncomingContext): boolean {
  const msgid = msgidOf(tags);
  return msgid === '' || memory.seen.add(msgid) || isAgain === true;
}
