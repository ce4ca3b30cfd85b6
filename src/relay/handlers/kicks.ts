import { ERR_NEEDMOREPARAMS, ERR_TOOMANYTARGETS } from '../../irc/numerics.ts';
import { splitByBytes } from '../../irc/utf8.ts';
import { announce } from '../channels/announce.ts';
import { channelOfOperator, memberByNick } from '../channels/channelAccess.ts';
import { type Context, newsFrom, refuse } from '../core/context.ts';
import { IrcError } from '../core/ircError.ts';

/** One channel and many nicks, or as many channels as nicks. https://modern.ircdocs.horse/#kick-message */
export function kick(context: Context): void {
  const { relay, session, params } = context;
  const [channelList = '', nickList = '', comment = ''] = params;
  const channels = channelList.split(',');
  const nicks = nickList.split(',');
  if (channels.length > 1 && channels.length !== nicks.length) throw new IrcError(ERR_NEEDMOREPARAMS, 'KICK');
  if (nicks.length > relay.limits.maxTargets) throw new IrcError(ERR_TOOMANYTARGETS, nickList);
  const [cut = ''] = splitByBytes(comment, relay.limits.reasonBytes);
  const reason = cut === '' ? session.nick : cut;
  nicks.forEach((nick, index) => {
    try {
      kickOne(context, { name: channels[index] ?? channels[0] ?? '', nick, reason });
    } catch (error) {
      refuse(context, error);
    }
  });
}

function kickOne(
  context: Context,
  { name, nick, reason }: { name: string; nick: string; reason: string },
): void {
  const channel = channelOfOperator(context, name);
  const { session: person } = memberByNick(context, channel, nick);
  announce(context, channel, newsFrom(context, 'KICK', channel.name, person.nick, reason));
  context.relay.channels.leave(channel, person);
}
