import { detach } from '../../irc/detach.ts';
import { ERR_TOOMANYTARGETS } from '../../irc/numerics.ts';
import { noTags, type Tags } from '../../irc/tags.ts';
import { replyAway } from '../people/awayNews.ts';
import { messageTags } from '../core/capabilities.ts';
import { type Context, forEachOf, refuse, splitList } from '../core/context.ts';
import { IrcError } from '../core/ircError.ts';
import { lineOverhead } from '../core/openBatch.ts';
import { OutgoingMessage } from '../core/outgoing.ts';
import { answerRepetition } from './repetition.ts';
import { checkFits, deliverMessage, findReceiver, nameOf, reachOf } from '../channels/receiver.ts';
import type { Session } from '../core/session.ts';

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
  const { relay, params } = context;
  const [list = '', text = ''] = params;
  if (splitList(list).length > relay.limits.maxTargets) throw new IrcError(ERR_TOOMANYTARGETS, list);
  forEachOf(context, list, target => sendToOne(context, command, { target, text }));
}

function sendToOne(
  context: Context,
  command: string,
  { target, text }: { target: string; text: string },
): void {
  const { relay, session, message } = context;
  const clientTags = clientTagsOf(session, message.tags);
  if (answerRepetition(context, { command, target, clientTags })) return;
  const said = { command, target, text, clientTags };
  const payment = { reach: reachOf(findReceiver(context, target, text)), bytes: lengthOf(said) };
  if (relay.deliveryPace.pay(session, payment)) {
    say(context, said);
    return;
  }
  const label = session.deferResponse();
  relay.deliveryPace.whenPaid(session, payment, () => {
    if (label !== undefined) session.beginResponse(label);
    try {
      say(context, said);
    } catch (error) {
      refuse(context, error);
    }
    session.finishResponse();
  });
}

interface Said {
  readonly command: string;
  readonly target: string;
  readonly text: string;
  readonly clientTags: Tags;
}

/** About how many bytes it makes on its way to one reader. */
function lengthOf({ text, clientTags }: Said): number {
  let length = text.length + lineOverhead;
  for (const [key, value] of clientTags) length += key.length + value.length + 2;
  return length;
}

/** Says it; whether that is allowed is looked at now, as it may have waited. */
function say(context: Context, { command, target, text, clientTags }: Said): void {
  const { relay, session } = context;
  const receiver = findReceiver(context, target, text);
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
