import { ERR_TOOMANYTARGETS, RPL_LIST, RPL_LISTEND } from '../../irc/numerics.ts';
import type { Channel } from '../channels/channel.ts';
import { type Context, nameCost } from '../core/context.ts';
import { IrcError } from '../core/ircError.ts';
import { listCondition } from '../channels/listConditions.ts';
import { canSeeChannel } from '../people/visibility.ts';

/** What a mask with a wildcard costs: it is held against all there is. */
const wildcardCost = 10;

/** The channels that somebody is in, as far as the caller may know. https://modern.ircdocs.horse/#list-message */
export function list(context: Context): void {
  const { relay, session, params } = context;
  const words = params
    .slice(0, 2)
    .flatMap(param => param.split(','))
    .filter(Boolean);
  if (words.length > relay.limits.maxListConditions) throw new IrcError(ERR_TOOMANYTARGETS, words.join(','));
  for (const word of words) context.charge(/[*?]/.test(word) ? wildcardCost : nameCost);
  const isWanted = listCondition(words, relay.time.now());
  for (const channel of relay.channels.all)
    if (channel.size > 0 && canSeeChannel(session, channel) && isWanted(channel)) sendOne(context, channel);
  session.reply(RPL_LISTEND, 'End of LIST');
}

function sendOne({ session }: Context, channel: Channel): void {
  session.reply(RPL_LIST, channel.name, String(channel.size), channel.topic?.text ?? '');
}
