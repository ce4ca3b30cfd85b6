import { maxLineBytes } from '../../irc/limits.ts';
import {
  ERR_CANNOTSENDTOCHAN,
  ERR_INPUTTOOLONG,
  ERR_NOSUCHCHANNEL,
  ERR_NOSUCHNICK,
} from '../../irc/numerics.ts';
import { utf8Length } from '../../irc/utf8.ts';
import type { Payment, Reach } from '../delivery/deliveryPace.ts';
import { echoMessage } from '../core/capabilities.ts';
import { Channel } from './channel.ts';
import type { Context } from '../core/context.ts';
import { IrcError } from '../core/ircError.ts';
import type { OutgoingMessage } from '../core/outgoing.ts';
import type { OutgoingMultiline } from '../core/outgoingMultiline.ts';
import type { Session } from '../core/session.ts';
import { tellElsewhere } from '../history/tellElsewhere.ts';
import { isForbiddenCtcp, maySpeak } from './speaking.ts';
import { StatusGroup } from './statusGroup.ts';
import { canSeeChannel } from '../people/visibility.ts';

/** Where a message goes: a channel, some of its members, or a person. */
export type Receiver = Channel | StatusGroup | Session;

/**
 * Finds a target: a nick, a channel, or a channel with `@` or `+` in front.
 *
 * @param text what is to be said, '' for tags alone: some channels take no CTCP
 * @throws {IrcError} 401 and 403 for what is not there, 404 for a channel that the sender may not write to
 */
export function findReceiver(context: Context, target: string, text: string): Receiver {
  if (target.startsWith('#')) return channelToWriteTo(context, target, text);
  const [, signs, name = ''] = /^([@+]+)(#.*)$/s.exec(target) ?? [];
  if (signs !== undefined) return new StatusGroup(channelToWriteTo(context, name, text), signs);
  const person = context.relay.roster.find(target);
  if (person === undefined) throw new IrcError(ERR_NOSUCHNICK, target);
  return person;
}

function channelToWriteTo({ relay, session }: Context, name: string, text: string): Channel {
  const channel = relay.channels.find(name);
  if (channel === undefined) throw new IrcError(ERR_NOSUCHCHANNEL, name);
  if (maySpeak(session, channel) && !isForbiddenCtcp(channel, text)) return channel;
  // That a secret channel is there is nothing that one outside is told.
  if (!canSeeChannel(session, channel)) throw new IrcError(ERR_NOSUCHCHANNEL, name);
  throw new IrcError(ERR_CANNOTSENDTOCHAN, channel.name);
}

/** How messages to this receiver name it. */
export function nameOf(receiver: Receiver): string {
  return 'nick' in receiver ? receiver.nick : receiver.name;
}

/** Who or what has that name now, and may be written to; undefined for what will be refused. */
export function findIfThere(context: Context, target: string, text: string): Receiver | undefined {
  try {
    return findReceiver(context, target, text);
  } catch (error) {
    if (error instanceof IrcError) return undefined;
    throw error;
  }
}

/**
 * A name may have become another person's or room's while a line waited: it is not for them.
 *
 * @throws {IrcError} 401 and 403
 */
export function checkMeant(receiver: Receiver, meant: Receiver | undefined, target: string): void {
  const isMeant =
    'nick' in receiver
      ? receiver === meant
      : meant !== undefined && !('nick' in meant) && channelOf(receiver) === channelOf(meant);
  if (isMeant) return;
  if ('nick' in receiver) throw new IrcError(ERR_NOSUCHNICK, target);
  throw new IrcError(ERR_NOSUCHCHANNEL, channelOf(receiver).name);
}

function channelOf(receiver: Channel | StatusGroup): Channel {
  return receiver instanceof StatusGroup ? receiver.channel : receiver;
}

/** What it costs to say so many bytes to each of these. */
export function paymentsFor(
  context: Context,
  receivers: Iterable<Receiver | undefined>,
  bytes: number,
): Payment[] {
  return Array.from(receivers)
    .filter(receiver => receiver !== undefined)
    .flatMap(receiver => reachesOf(context, receiver))
    .map(reach => ({ reach, bytes }));
}

/** Whom what is said to a receiver is brought to: what is private to the other connections of both accounts, too. */
function reachesOf({ relay: { roster }, session }: Context, receiver: Receiver): Reach[] {
  if (!('nick' in receiver)) {
    const channel = channelOf(receiver);
    return [{ place: channel, readers: channel.size }];
  }
  const [from, to] = [session.account, receiver.account];
  if (from === undefined || to === undefined) return [{ place: receiver, readers: 1 }];
  const accounts = new Set([to, ...(roster.ofKey(from).size > 1 ? [from] : [])]);
  // Together they are one place: else each of them would have a share for itself that all of them hear.
  return Array.from(accounts, account => roster.ofKey(account)).map(all => ({
    place: all,
    readers: all.size,
  }));
}

/**
 * Refuses a message that with its sender in front is too long for a line. Cutting it, as others do, would lose text
 * without anyone knowing.
 */
export function checkFits(message: OutgoingMessage): void {
  if (utf8Length(message.line) > maxLineBytes - 2) throw new IrcError(ERR_INPUTTOOLONG);
}

/** Delivers, and echoes to the sender who wants that. https://ircv3.net/specs/extensions/echo-message */
export function deliverMessage(
  { relay, session }: Context,
  receiver: Receiver,
  outgoing: OutgoingMessage | OutgoingMultiline,
): void {
  if (!(receiver instanceof StatusGroup)) relay.histories.said(session, receiver, outgoing.fields);
  const echoes = session.has(echoMessage);
  // An echo without a label is what everyone gets: then the sender is one of them.
  const isOneOfThem = echoes && !session.isAnswering && receiver instanceof Channel && receiver.has(session);
  if (receiver instanceof Channel) receiver.deliver(outgoing, isOneOfThem ? undefined : session);
  else if (receiver instanceof StatusGroup) receiver.deliver(outgoing, session);
  else receiver.deliver(outgoing);
  if (echoes && !isOneOfThem) session.send(outgoing);
  if (!(receiver instanceof Channel) && !(receiver instanceof StatusGroup))
    tellElsewhere({ relay, session }, receiver, outgoing);
}
