import { sameName } from '../../irc/names.ts';
import {
  ERR_CHANOPRIVSNEEDED,
  ERR_NOSUCHCHANNEL,
  ERR_NOSUCHNICK,
  ERR_UMODEUNKNOWNFLAG,
  ERR_UNKNOWNMODE,
  ERR_USERSDONTMATCH,
  RPL_CHANNELMODEIS,
  RPL_ENDOFBANLIST,
  RPL_UMODEIS,
} from '../../irc/numerics.ts';
import type { Channel } from '../channel.ts';
import { type Context, newsFrom } from '../context.ts';
import { IrcError } from '../ircError.ts';

/** https://modern.ircdocs.horse/#mode-message */
export function mode(context: Context): void {
  const [target = ''] = context.params;
  if (target.startsWith('#')) channelMode(context, target);
  else userMode(context, target);
}

/** Every channel is `+n`, only members write to it, and nothing about that can be changed. */
function channelMode(context: Context, name: string): void {
  const { relay, session, params } = context;
  const channel = relay.channels.find(name);
  if (channel === undefined) throw new IrcError(ERR_NOSUCHCHANNEL, name);
  const [, change] = params;
  if (change === undefined) {
    session.reply(RPL_CHANNELMODEIS, channel.name, '+n');
    return;
  }
  if (/^\+?b$/.test(change) && params.length === 2) {
    session.reply(RPL_ENDOFBANLIST, channel.name, 'End of the list of bans');
    return;
  }
  refuseChange(context, channel, change);
}

function refuseChange({ session }: Context, channel: Channel, change: string): void {
  if (channel.member(session)?.isOperator !== true) throw new IrcError(ERR_CHANOPRIVSNEEDED, channel.name);
  throw new IrcError(ERR_UNKNOWNMODE, change.replace(/^[+-]/, '').slice(0, 1));
}

function userMode(context: Context, target: string): void {
  const { relay, session, params } = context;
  if (relay.roster.find(target) === undefined) throw new IrcError(ERR_NOSUCHNICK, target);
  if (!sameName(target, session.nick)) throw new IrcError(ERR_USERSDONTMATCH);
  const [, change] = params;
  if (change === undefined) {
    session.reply(RPL_UMODEIS, session.isInvisible ? '+i' : '+');
    return;
  }
  if (!/^[+-]?i$/.test(change)) throw new IrcError(ERR_UMODEUNKNOWNFLAG);
  session.isInvisible = !change.startsWith('-');
  session.send(newsFrom(context, 'MODE', session.nick, session.isInvisible ? '+i' : '-i'));
}
