import type { ModeChange } from '../../irc/modes.ts';
import { ERR_BANLISTFULL, ERR_INVALIDMODEPARAM } from '../../irc/numerics.ts';
import { parseFingerprint } from '../../trust/fingerprint.ts';
import type { Channel, Member } from './channel.ts';
import { fitsState } from './stateSize.ts';
import { memberByNick } from './channelAccess.ts';
import type { Context } from '../core/context.ts';
import { IrcError } from '../core/ircError.ts';

/**
 * Carries out `+o` and `-o`. Operators are remembered by their keys, where they have one, and forgotten with `-o`. A
 * key itself, as `z:` and 64 hex digits, names somebody who need not be there.
 *
 * @returns what the members are to be told
 * @throws {IrcError} 401 and 441 for nicks, 696 for what is no key, 478 for one key more than a channel remembers
 */
export function changeOperator(context: Context, channel: Channel, change: ModeChange): ModeChange[] {
  const { adds, letter, argument = '' } = change;
  if (argument === '') throw new IrcError(ERR_INVALIDMODEPARAM, channel.name, letter, argument);
  if (/^z:/i.test(argument)) return changeByKey(context, channel, change);
  const member = memberByNick(context, channel, argument);
  const { key } = member.session.peer;
  if (key === undefined) return setOperator(member, change);
  if (!adds) channel.operatorKeys.delete(key);
  // Somebody who is there becomes operator for now, even if no more can be remembered.
  else if (hasRoom(context, channel)) channel.operatorKeys.add(key);
  return setHolders(channel, key, change);
}

function changeByKey(context: Context, channel: Channel, change: ModeChange): ModeChange[] {
  const { adds, letter, argument = '' } = change;
  const key = parseFingerprint(argument.slice(2));
  if (key === undefined) throw new IrcError(ERR_INVALIDMODEPARAM, channel.name, letter, argument);
  if (adds && !channel.operatorKeys.has(key) && !hasRoom(context, channel))
    throw new IrcError(ERR_BANLISTFULL, channel.name, `z:${key}`);
  if (adds) channel.operatorKeys.add(key);
  else channel.operatorKeys.delete(key);
  return setHolders(channel, key, change);
}

/** All connections of one person are operators, or none is. */
function setHolders(channel: Channel, key: string, change: ModeChange): ModeChange[] {
  const holders = [...channel.members].filter(({ session }) => session.peer.key === key);
  return holders.flatMap(member => setOperator(member, change));
}

function setOperator(member: Member, { adds, letter }: ModeChange): ModeChange[] {
  if (member.isOperator === adds) return [];
  member.isOperator = adds;
  return [{ adds, letter, argument: member.session.nick }];
}

function hasRoom({ relay }: Context, channel: Channel): boolean {
  const isBelow = channel.operatorKeys.size < relay.limits.maxOperatorKeys;
  return isBelow && fitsState(channel, 'f'.repeat(64), relay.limits);
}
