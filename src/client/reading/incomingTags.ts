import type { Emit, TypingState } from '../../chat/event.ts';
import { maxReactionLength } from '../../chat/line.ts';
import { detach } from '../../irc/detach.ts';
import { isMsgid } from '../../irc/names.ts';
import type { Whole } from './batches.ts';
import { msgidOf } from './incomingText.ts';
import type { JoinedSession } from '../joinedSession.ts';
import { maxNameLength, maxWordLength } from '../limits.ts';
import { isOurs, placeOfMessage } from './place.ts';
import { senderOf } from '../server.ts';
import { timeOf } from './serverTime.ts';
import { reactTag, replyTag, typingTag, unreactTag } from '../saying/wire.ts';

/** Takes tags without a text: a reaction, or that somebody types. */
export function takeTags(message: Whole, session: JoinedSession, emit: Emit): void {
  const target = placeOfMessage(message, session);
  if (target === undefined || !isNew(message, session)) return;
  const { tags } = message;
  if (tags.has(reactTag) || tags.has(unreactTag)) emitReaction(message, session, target, emit);
  else if (message.isPast !== true) emitTyping(message, session, target, emit);
}

function emitReaction(message: Whole, { server }: JoinedSession, target: string, emit: Emit): void {
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
function emitTyping(message: Whole, { server, client }: JoinedSession, target: string, emit: Emit): void {
  const nick = senderOf(message);
  const state = typingStates.get(message.tags.get(typingTag) ?? '');
  const room = client.rooms.find(target);
  if (state === undefined || server.isOwn(message) || room?.has(nick) === false) return;
  emit({ type: 'typing', target, nick, state });
}

/** Takes that a message was taken back: `REDACT <target> <msgid> [<reason>]`. */
export function takeRedaction(message: Whole, session: JoinedSession, emit: Emit): void {
  const target = placeOfMessage(message, session);
  const [, msgid = '', reason = ''] = message.params;
  if (target === undefined || !isMsgid(msgid) || !isNew(message, session)) return;
  const about = { msgid: detach(msgid), by: senderOf(message), reason: reason.slice(0, maxWordLength) };
  emit({ type: 'redacted', target, ...about });
}

/** Takes how far we have read somewhere: `MARKREAD <target> timestamp=<time>`, with `*` for not at all. */
export function takeReadMarker({ params }: Whole, { client }: JoinedSession, emit: Emit): void {
  const [name = '', stamp = ''] = params;
  const upTo = /^timestamp=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(stamp)
    ? Date.parse(stamp.slice(10))
    : NaN;
  if (name === '' || name.length > maxNameLength || !(upTo >= 0)) return;
  const target = client.rooms.find(name)?.name ?? name;
  if (client.readMarkers.learn(target, upTo)) emit({ type: 'read', target, upTo });
}

/** Takes an invitation to us; those to others are ignored. */
export function takeInvitation(message: Whole, { server, client }: JoinedSession, emit: Emit): void {
  const [nick = '', room = ''] = message.params;
  if (!server.same(nick, server.nick) || room === '') return;
  const about = { nick: senderOf(message), room: room.slice(0, maxNameLength) };
  emit({ type: 'invited', at: timeOf(message, client.clock), ...about });
}

function isNew({ tags, isAgain }: Whole, { client }: JoinedSession): boolean {
  const msgid = msgidOf(tags);
  return msgid === '' || client.seen.add(msgid) || isAgain === true;
}
