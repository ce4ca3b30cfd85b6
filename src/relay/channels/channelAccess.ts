import {
  ERR_CHANOPRIVSNEEDED,
  ERR_NOSUCHCHANNEL,
  ERR_NOSUCHNICK,
  ERR_NOTONCHANNEL,
  ERR_USERNOTINCHANNEL,
} from '../../irc/numerics.ts';
import type { Channel, Member } from './channel.ts';
import type { Context } from '../core/context.ts';
import { IrcError } from '../core/ircError.ts';
import { canSeeChannel } from '../people/visibility.ts';

/**
 * The channel of this name, for those who may know of it.
 *
 * @throws {IrcError} 403 when there is none; a secret one says the same to those outside
 */
export function visibleChannel({ relay, session }: Context, name: string): Channel {
  const channel = relay.channels.find(name);
  if (channel === undefined || !canSeeChannel(session, channel)) throw new IrcError(ERR_NOSUCHCHANNEL, name);
  return channel;
}

/** A channel that the caller is in, and the caller's standing there. @throws {IrcError} 403; 442 for those outside */
export function membership(context: Context, name: string): { channel: Channel; member: Member } {
  const channel = visibleChannel(context, name);
  const member = channel.member(context.session);
  if (member === undefined) throw new IrcError(ERR_NOTONCHANNEL, channel.name);
  return { channel, member };
}

/** A channel that the caller is operator of. @throws {IrcError} 403; 442; 482 for who is a member and no operator */
export function channelOfOperator(context: Context, name: string): Channel {
  const { channel, member } = membership(context, name);
  if (!member.isOperator) throw new IrcError(ERR_CHANOPRIVSNEEDED, channel.name);
  return channel;
}

/** A member of a channel by nick. @throws {IrcError} 401 when nobody has the nick, 441 when who has it is not there */
export function memberByNick({ relay }: Context, channel: Channel, nick: string): Member {
  const person = relay.roster.find(nick);
  if (person === undefined) throw new IrcError(ERR_NOSUCHNICK, nick);
  const member = channel.member(person);
  if (member === undefined) throw new IrcError(ERR_USERNOTINCHANNEL, person.nick, channel.name);
  return member;
}
