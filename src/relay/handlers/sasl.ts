import {
  ERR_SASLABORTED,
  ERR_SASLALREADY,
  ERR_SASLFAIL,
  ERR_SASLTOOLONG,
  RPL_SASLMECHS,
  RPL_SASLSUCCESS,
} from '../../irc/numerics.ts';
import { utf8Length } from '../../irc/utf8.ts';
import { parseFingerprint } from '../../trust/fingerprint.ts';
import { announceLogin, logIn } from '../accounts/login.ts';
import type { Context } from '../core/context.ts';
import { IrcError } from '../core/ircError.ts';

const mechanism = 'EXTERNAL';

/** What an answer is cut into: one of exactly this length is not the last. */
const chunkBytes = 400;

/**
 * Logs in by the client's certificate, before the welcome or after it. The capability is not asked for: it tells us
 * nothing that the command does not. https://ircv3.net/specs/extensions/sasl-3.1 and sasl-3.2
 */
export function authenticate(context: Context): void {
  const { session, params } = context;
  const [word = ''] = params;
  if (session.login.state === 'done') throw new IrcError(ERR_SASLALREADY);
  if (word === '*') throw failure(context, ERR_SASLABORTED);
  if (utf8Length(word) > chunkBytes) throw failure(context, ERR_SASLTOOLONG);
  if (session.login.state === 'open') takeChunk(context, word);
  else begin(context, word);
}

function begin({ session }: Context, wanted: string): void {
  if (wanted.toUpperCase() !== mechanism) {
    session.reply(RPL_SASLMECHS, mechanism, 'are the available SASL mechanisms');
    throw new IrcError(ERR_SASLFAIL);
  }
  session.login.state = 'open';
  session.fromServer('AUTHENTICATE', '+');
}

function takeChunk(context: Context, chunk: string): void {
  const { session, relay } = context;
  const { login } = session;
  if (chunk !== '+') login.data += chunk;
  if (login.data.length > relay.limits.saslBytes) throw failure(context, ERR_SASLTOOLONG);
  if (chunk.length < chunkBytes) finish(context);
}

function finish(context: Context): void {
  const { session } = context;
  const { login, peer } = session;
  const identity = decode(login.data);
  if (peer.key === undefined || identity === undefined || !isOwn(context, identity))
    throw failure(context, ERR_SASLFAIL);
  const isNews = session.isRegistered && session.account !== peer.key;
  login.state = 'done';
  login.data = '';
  logIn(session, peer.key);
  session.reply(RPL_SASLSUCCESS, 'SASL authentication successful');
  if (isNews) announceLogin(context, peer.key);
}

/** Whether the session may act as whom it names: nobody in particular, its key, or a nick of that key. */
function isOwn({ relay, session }: Context, identity: string): boolean {
  const { key } = session.peer;
  return identity === '' || parseFingerprint(identity) === key || relay.accounts.ownerOf(identity) === key;
}

/** @returns undefined for what is not base64 */
function decode(base64: string): string | undefined {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(base64)) return undefined;
  return Buffer.from(base64, 'base64').toString();
}

/** Ends the exchange, if there is one. */
function failure({ session: { login } }: Context, numeric: string): IrcError {
  if (login.state === 'open') login.fail();
  return new IrcError(numeric);
}
