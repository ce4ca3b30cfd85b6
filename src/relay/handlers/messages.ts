import { detach } from '../../irc/detach.ts';
import { ERR_TOOMANYTARGETS } from '../../irc/numerics.ts';
import { noTags, serializeTags, type Tags } from '../../irc/tags.ts';
import { utf8Length } from '../../irc/utf8.ts';
import { replyAway } from '../people/awayNews.ts';
import { messageTags } from '../core/capabilities.ts';
import { type Context, forEachOf, splitList } from '../core/context.ts';
import { IrcError } from '../core/ircError.ts';
import { lineOverhead } from '../core/openBatch.ts';
import { OutgoingMessage } from '../core/outgoing.ts';
import { answerRepetition } from './repetition.ts';
import {
  checkFits,
  checkMeant,
  deliverMessage,
  findIfThere,
  findReceiver,
  nameOf,
  paymentsFor,
  type Receiver,
} from '../channels/receiver.ts';
import type { Session } from '../core/session.ts';
import { whenPaid } from '../delivery/whenPaid.ts';

export function privmsg(context: Context): void {
  sendToAll(context, 'PRIVMSG');
}

export function notice(context: Context): void {
  sendToAll(context, 'NOTICE');
}

/** Tags without a text. https://ircv3.net/specs/extensions/message-tags#the-tagmsg-tag-only-message */
export function tagmsg(context: Context): void {
  sendToAll(context, 'TAGMSG');
}

function sendToAll(context: Context, command: string): void {
  const { relay, session, message, params } = context;
  const [list = '', text = ''] = params;
  const targets = splitList(list);
  if (targets.length > relay.limits.maxTargets) throw new IrcError(ERR_TOOMANYTARGETS, list);
  const said = { command, text, clientTags: clientTagsOf(session, message.tags) };
  const receivers = new Map(targets.map(target => [target, findIfThere(context, target, text)]));
  whenPaid(context, paymentsFor(context, receivers.values(), lengthOf(said)), () =>
    forEachOf(context, list, target => sendToOne(context, { ...said, target, meant: receivers.get(target) })),
  );
}

function sendToOne(context: Context, said: Said & { readonly target: string }): void {
  if (!answerRepetition(context, said)) say(context, said);
}

interface Said {
  readonly command: string;
  readonly text: string;
  readonly clientTags: Tags;
  /** Who or what had the target's name when the line came. */
  readonly meant?: Receiver | undefined;
}

/** About how many bytes it makes on its way to one reader. */
function lengthOf({ text, clientTags }: Said): number {
  return utf8Length(text) + utf8Length(serializeTags(clientTags)) + lineOverhead;
}

/** Says it; whether that is allowed is looked at now, as it may have waited. */
function say(
  context: Context,
  { command, target, text, clientTags, meant }: Said & { readonly target: string },
): void {
  const { relay, session } = context;
  const receiver = findReceiver(context, target, text);
  checkMeant(receiver, meant, target);
  const outgoing = new OutgoingMessage({
    ...session.origin,
    command,
    params: command === 'TAGMSG' ? [nameOf(receiver)] : [nameOf(receiver), text],
    time: relay.time.next(),
    msgid: relay.newId(),
    clientTags,
    needs: command === 'TAGMSG' ? messageTags : 0,
  });
  checkFits(outgoing);
  if (command !== 'TAGMSG') session.spokeAt = relay.time.now();
  deliverMessage(context, receiver, outgoing);
  if (command === 'PRIVMSG') replyAway(context, receiver);
}

/** The tags that are passed on: those of a sender who may use tags, marked as from a client. */
export function clientTagsOf(session: Session, tags: Tags): Tags {
  if (tags.size === 0 || !session.has(messageTags)) return noTags;
  const ofClient = [...tags].filter(([key]) => key.startsWith('+'));
  return new Map(ofClient.map(([key, value]) => [detach(key), detach(value)]));
}
