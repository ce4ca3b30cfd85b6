import { ERR_SASLABORTED, RPL_LOGGEDIN } from '../../irc/numerics.ts';
import { accountNotify, sasl } from '../core/capabilities.ts';
import type { Context } from '../core/context.ts';
import { IrcError } from '../core/ircError.ts';
import { OutgoingMessage } from '../core/outgoing.ts';
import { deliverToAcquaintances } from '../people/presence.ts';
import type { Session } from '../core/session.ts';

/**
 * Whether a nick that this session asks for is taken away from another connection with the same key: after SASL, if
 * that came before the first NICK or the session is registered. Anyone else with that key is refused, so that a
 * second window does not throw out the first.
 */
export function takesBack({ login, isRegistered }: Session): boolean {
  return login.state === 'done' && (isRegistered || !login.nickCameFirst);
}

/** Makes the session's key its account and says so. */
export function logIn(session: Session, key: string): void {
  const { nick, user, host } = session;
  session.account = key;
  const source = `${nick || '*'}!${user || '*'}@${host}`;
  session.reply(RPL_LOGGEDIN, source, key, 'You are now logged in with your key');
}

/** Tells those who share a channel or watch the nick, and the session itself. https://ircv3.net/specs/extensions/account-notify */
export function announceLogin({ relay, session }: Context, key: string): void {
  const fields = { ...session.origin, command: 'ACCOUNT', params: [key], time: relay.time.now() };
  const news = new OutgoingMessage({ ...fields, needs: accountNotify });
  session.send(news);
  deliverToAcquaintances(relay, session, news);
}

/**
 * Ends what is open when registration completes. Whoever shows a key and has not tried SASL is logged in all the same,
 * and hears of it when a capability says that he knows what that is; whoever has called SASL off or failed was told
 * that he is not logged in, and is not.
 */
export function settleLogin(session: Session): void {
  const { login, peer } = session;
  if (login.state === 'open') {
    login.fail();
    session.refuse(new IrcError(ERR_SASLABORTED));
  }
  if (login.state !== 'untried' || peer.key === undefined) return;
  if (session.has(sasl) || session.has(accountNotify)) logIn(session, peer.key);
  else session.account = peer.key;
}
