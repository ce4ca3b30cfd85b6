import { maxLineBytes } from '../../irc/limits.ts';
import {
  ERR_CANNOTSENDTOCHAN,
  ERR_INPUTTOOLONG,
  ERR_NOSUCHCHANNEL,
  ERR_NOSUCHNICK,
  ERR_TOOMANYTARGETS,
} from '../../irc/numerics.ts';
import { noTags, type Tags } from '../../irc/tags.ts';
import { utf8Length } from '../../irc/utf8.ts';
import { echoMessage, messageTags } from '../capabilities.ts';
import { Channel } from '../channel.ts';
import { type Context, forEachOf, listOf } from '../context.ts';
import { IrcError } from '../ircError.ts';
import { type Outgoing, OutgoingMessage } from '../outgoing.ts';
import type { Session } from '../session.ts';

/** Where a message goes: a channel the sender is in, or a person. */
export type Receiver = Channel | Session;

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
  if (listOf(list).length > relay.limits.maxTargets) throw new IrcError(ERR_TOOMANYTARGETS, list);
  forEachOf(context, list, target => sendToOne(context, command, { target, text }));
}

function sendToOne(
  context: Context,
  command: string,
  { target, text }: { target: string; text: string },
): void {
  const { relay, session, message } = context;
  const receiver = findReceiver(context, target);
  const outgoing = new OutgoingMessage({
    source: session.source,
    command,
    params: command === 'TAGMSG' ? [nameOf(receiver)] : [nameOf(receiver), text],
    time: relay.clock.now(),
    msgid: relay.newId(),
    clientTags: clientTagsOf(session, message.tags),
    needs: command === 'TAGMSG' ? messageTags : 0,
  });
  checkFits(outgoing);
  deliverMessage(session, receiver, outgoing);
}

/** Finds a target; refuses what is not there, and channels that the sender is not in. */
export function findReceiver({ relay, session }: Context, target: string): Receiver {
  if (!target.startsWith('#')) {
    const person = relay.roster.find(target);
    if (person === undefined) throw new IrcError(ERR_NOSUCHNICK, target);
    return person;
  }
  const channel = relay.channels.find(target);
  if (channel === undefined) throw new IrcError(ERR_NOSUCHCHANNEL, target);
  if (channel.member(session) === undefined) throw new IrcError(ERR_CANNOTSENDTOCHAN, channel.name);
  return channel;
}

/** How messages to this receiver name it. */
export function nameOf(receiver: Receiver): string {
  return receiver instanceof Channel ? receiver.name : receiver.nick;
}

/** The tags that are passed on: those of a sender who may use tags, marked as from a client. */
export function clientTagsOf(session: Session, tags: Tags): Tags {
  if (tags.size === 0 || !session.has(messageTags)) return noTags;
  return new Map([...tags].filter(([key]) => key.startsWith('+')));
}

/**
 * Refuses a message that with its sender in front is too long for a line. Cutting it, as others do, would lose text
 * without anyone knowing.
 */
export function checkFits(message: OutgoingMessage): void {
  if (utf8Length(message.line) > maxLineBytes - 2) throw new IrcError(ERR_INPUTTOOLONG);
}

/** Delivers, and echoes to the sender who wants that. https://ircv3.net/specs/extensions/echo-message */
export function deliverMessage(sender: Session, receiver: Receiver, outgoing: Outgoing): void {
  if (receiver instanceof Channel) receiver.deliver(outgoing, sender);
  else receiver.deliver(outgoing);
  if (sender.has(echoMessage)) sender.send(outgoing);
}
