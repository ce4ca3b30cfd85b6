import * as numerics from '../../irc/numerics.ts';
import { type Context, forEachOf, splitList } from '../core/context.ts';
import { echo, IrcError } from '../core/ircError.ts';
import { checkServer } from './serverTarget.ts';

/** Tells who had a nick before: WHOWAS nick{,nick} [count [server]]. https://modern.ircdocs.horse/#whowas-message */
export function whowas(context: Context): void {
  const { relay, session, params } = context;
  const [list = '', count = '', server] = params;
  checkServer(context, server);
  if (splitList(list).length > relay.limits.maxTargets) throw new IrcError(numerics.ERR_TOOMANYTARGETS, list);
  forEachOf(context, list, nick => sendOne(context, nick, parseCount(count)));
  session.reply(numerics.RPL_ENDOFWHOWAS, echo(list), 'End of WHOWAS');
}

/** What is not a positive number asks for all. */
function parseCount(text: string): number {
  return /^[0-9]{1,9}$/.test(text) && Number(text) > 0 ? Number(text) : Infinity;
}

function sendOne({ relay, session }: Context, nick: string, count: number): void {
  const found = relay.whowas.find(nick);
  if (found.length === 0) throw new IrcError(numerics.ERR_WASNOSUCHNICK, nick);
  for (const past of found.slice(0, count)) {
    session.reply(numerics.RPL_WHOWASUSER, past.nick, past.user, past.host, '*', past.realName);
    session.reply(numerics.RPL_WHOISSERVER, past.nick, relay.serverName, new Date(past.leftAt).toISOString());
  }
}
