import { sameName } from '../../irc/names.ts';
import { ERR_NOSUCHNICK, ERR_UMODEUNKNOWNFLAG, ERR_USERSDONTMATCH, RPL_UMODEIS } from '../../irc/numerics.ts';
import { type Context, newsFrom } from '../core/context.ts';
import { IrcError } from '../core/ircError.ts';
import { changeUserModes, userModesOf } from '../people/userModes.ts';

/** MODE with a nick: people see and change their own. https://modern.ircdocs.horse/#user-mode */
export function userMode(context: Context): void {
  const { relay, session, params } = context;
  const [target = '', change] = params;
  if (relay.roster.find(target) === undefined) throw new IrcError(ERR_NOSUCHNICK, target);
  if (!sameName(target, session.nick)) throw new IrcError(ERR_USERSDONTMATCH);
  if (change === undefined) {
    session.reply(RPL_UMODEIS, userModesOf(session));
    return;
  }
  const { changed, hasUnknown } = changeUserModes(session, change);
  if (changed !== '') session.send(newsFrom(context, 'MODE', session.nick, changed));
  if (hasUnknown) throw new IrcError(ERR_UMODEUNKNOWNFLAG);
}
