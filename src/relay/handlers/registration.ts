import { isNick } from '../../irc/names.ts';
import { ERR_ERRONEUSNICKNAME, ERR_NICKNAMEINUSE } from '../../irc/numerics.ts';
import { splitByBytes } from '../../irc/utf8.ts';
import { type Context, newsFrom } from '../context.ts';
import { IrcError } from '../ircError.ts';
import { completeRegistration } from '../welcome.ts';

/** What a PONG repeats at most, so that with the server's name it fits a line. */
const maxPingBytes = 350;

export function pass({ session, params }: Context): void {
  session.password = params[0] ?? '';
}

export function nick(context: Context): void {
  const { relay, session, params } = context;
  const [wanted = ''] = params;
  if (!isNick(wanted, relay.limits.nickBytes)) throw new IrcError(ERR_ERRONEUSNICKNAME, wanted);
  const holder = relay.roster.holder(wanted);
  if (holder !== undefined && holder !== session) throw new IrcError(ERR_NICKNAMEINUSE, wanted);
  if (wanted === session.nick) return;
  if (!session.isRegistered) {
    relay.roster.rename(session, wanted);
    completeRegistration(context);
    return;
  }
  const news = newsFrom(context, 'NICK', wanted);
  session.send(news);
  relay.channels.deliverToPeers(session, news);
  relay.roster.rename(session, wanted);
}

export function user(context: Context): void {
  const { relay, session, params } = context;
  const [name = '', , , realName = ''] = params;
  // It is part of every source, where only these are sure not to be read as something else.
  session.user = name.replace(/[^A-Za-z0-9._-]+/g, '').slice(0, relay.limits.userBytes) || 'user';
  session.realName = splitByBytes(realName, relay.limits.realNameBytes)[0] ?? '';
  completeRegistration(context);
}

export function ping({ relay, session, params }: Context): void {
  const [echo = ''] = splitByBytes(params[0] ?? '', maxPingBytes);
  session.fromServer('PONG', relay.serverName, echo);
}

/** Nothing to do: that a line came at all is the answer we waited for. */
export function pong(): void {
  return;
}

export function quit({ relay, session, params }: Context): void {
  const reason = splitByBytes(params[0] ?? '', relay.limits.reasonBytes)[0] ?? '';
  session.close(reason === '' ? 'Quit' : `Quit: ${reason}`);
}
