import { maxLineBytes } from '../../irc/limits.ts';
import { isNick } from '../../irc/names.ts';
import { ERR_ERRONEUSNICKNAME } from '../../irc/numerics.ts';
import { splitByBytes } from '../../irc/utf8.ts';
import { changeNick, freeNick } from '../accounts/changeNick.ts';
import type { Context } from '../core/context.ts';
import { IrcError } from '../core/ircError.ts';
import { completeRegistration } from './welcome.ts';

export function pass({ session, params }: Context): void {
  session.password = params[0] ?? '';
}

/** Before the welcome a nick is only noted: whether it can be had is said to those who gave the password. */
export function nick(context: Context): void {
  const { relay, session, params } = context;
  const [wanted = ''] = params;
  if (!isNick(wanted, relay.limits.nickBytes)) throw new IrcError(ERR_ERRONEUSNICKNAME, wanted);
  if (session.isRegistered) {
    freeNick(context, wanted);
    if (wanted !== session.nick) changeNick(context, wanted);
    return;
  }
  if (session.login.state !== 'done') session.login.nickCameFirst = true;
  session.nick = wanted;
  completeRegistration(context);
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
  const room = maxLineBytes - 2 - `:${relay.serverName} PONG ${relay.serverName} :`.length;
  const [echo = ''] = splitByBytes(params[0] ?? '', room);
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
