import * as numerics from '../../irc/numerics.ts';
import { splitByBytes } from '../../irc/utf8.ts';
import { type Context, newsFrom } from '../core/context.ts';
import { IrcError } from '../core/ircError.ts';
import { waitForTurn } from '../guards/waitForTurn.ts';
import { checkFits } from '../channels/receiver.ts';

/** Makes the caller an IRC operator, when its turn has come. https://modern.ircdocs.horse/#oper-message */
export function oper(context: Context): void {
  const { relay, session } = context;
  if (!relay.operatorGuard.hasLogins) throw new IrcError(numerics.ERR_NOOPERHOST);
  const label = session.deferResponse();
  const { address, key } = session.peer;
  // New keys cost nothing: by key, whoever makes many would have as many turns.
  const group = relay.known.groupOf(address);
  const isKnown = key !== undefined && relay.visitors.isRegular(key);
  waitForTurn(relay, { queue: relay.operatorLogins, session, group, isKnown }, () => {
    if (label !== undefined) session.beginResponse(label);
    becomeOperator(context);
    session.finishResponse();
  });
}

function becomeOperator(context: Context): void {
  const { relay, session, params } = context;
  const [name = '', password = ''] = params;
  if (!relay.operatorGuard.admits({ name, password })) {
    session.refuse(new IrcError(numerics.ERR_PASSWDMISMATCH));
    return;
  }
  const isNew = !session.isOperator;
  session.isOperator = true;
  session.reply(numerics.RPL_YOUREOPER, 'You are now an IRC operator');
  if (isNew) session.send(newsFrom(context, 'MODE', session.nick, '+o'));
}

/** Closes somebody's connection. https://modern.ircdocs.horse/#kill-message */
export function kill(context: Context): void {
  const { relay, session, params } = context;
  const [nick = '', reason = ''] = params;
  checkOperator(context);
  const victim = relay.roster.find(nick);
  if (victim === undefined) throw new IrcError(numerics.ERR_NOSUCHNICK, nick);
  const comment =
    reason === '' ? 'No reason given' : (splitByBytes(reason, relay.limits.reasonBytes)[0] ?? '');
  victim.deliver(newsFrom(context, 'KILL', victim.nick, comment));
  victim.close(`Killed (${session.nick} (${comment}))`);
}

/** Says something to all who listen for it. https://modern.ircdocs.horse/#wallops-message */
export function wallops(context: Context): void {
  const { relay, session, params } = context;
  checkOperator(context);
  const message = newsFrom(context, 'WALLOPS', params[0] ?? '');
  checkFits(message);
  for (const person of relay.roster.sessions)
    if (person.isRegistered && person.hearsWallops && person !== session) person.deliver(message);
  if (session.hearsWallops) session.send(message);
}

/** Refuses who is not an IRC operator. */
export function checkOperator({ session }: Pick<Context, 'session'>): void {
  if (!session.isOperator) throw new IrcError(numerics.ERR_NOPRIVILEGES);
}
