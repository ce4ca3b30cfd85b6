import * as numerics from '../../irc/numerics.ts';
import type { Context } from '../core/context.ts';
import { echo } from '../core/ircError.ts';
import { replyCut } from '../delivery/replyRoom.ts';
import { checkServer } from './serverTarget.ts';
import { sendIsupport, sendMotd } from './welcome.ts';
import { checkOperator } from './operators.ts';

/** https://modern.ircdocs.horse/#motd-message */
export function motd(context: Context): void {
  checkServer(context, context.params[0]);
  sendMotd(context.relay, context.session);
}

/** https://modern.ircdocs.horse/#version-message */
export function version(context: Context): void {
  const { relay, session, params } = context;
  checkServer(context, params[0]);
  replyCut(context, numerics.RPL_VERSION, relay.version, relay.serverName, relay.description);
  sendIsupport(relay, session);
}

/** https://modern.ircdocs.horse/#time-message */
export function time(context: Context): void {
  const { relay, session, params } = context;
  checkServer(context, params[0]);
  const now = relay.time.now();
  const seconds = String(Math.floor(now / 1000));
  session.reply(numerics.RPL_TIME, relay.serverName, seconds, '0', new Date(now).toUTCString());
}

/** https://modern.ircdocs.horse/#admin-message */
export function admin(context: Context): void {
  const { relay, session, params } = context;
  checkServer(context, params[0]);
  session.reply(numerics.RPL_ADMINME, relay.serverName, 'Administrative info');
  replyCut(context, numerics.RPL_ADMINLOC1, relay.description);
  session.reply(numerics.RPL_ADMINLOC2, 'The person who hosts this room runs it');
  session.reply(
    numerics.RPL_ADMINEMAIL,
    `Write to an operator of the room: NAMES ${relay.channels.main.name}`,
  );
}

/** https://modern.ircdocs.horse/#info-message */
export function info(context: Context): void {
  const { relay, session, params } = context;
  checkServer(context, params[0]);
  const started = new Date(relay.startedAt).toISOString();
  replyCut(context, numerics.RPL_INFO, relay.description);
  replyCut(context, numerics.RPL_INFO, `${relay.version}, a PyChat relay: IRC with IRCv3 over TLS`);
  session.reply(numerics.RPL_INFO, `Started at ${started}`);
  session.reply(numerics.RPL_ENDOFINFO, 'End of INFO');
}

/** This server is the only one: LINKS [[server] mask]. https://modern.ircdocs.horse/#links-message */
export function links(context: Context): void {
  const { relay, session, params } = context;
  const [first, second] = params;
  if (second !== undefined) checkServer(context, first);
  const { serverName, description } = relay;
  replyCut(context, numerics.RPL_LINKS, serverName, serverName, `0 ${description}`);
  session.reply(numerics.RPL_ENDOFLINKS, '*', 'End of LINKS');
}

/** How long the relay runs, to all; what is there besides only to IRC operators. https://modern.ircdocs.horse/#stats-message */
export function stats(context: Context): void {
  const { relay, session, params } = context;
  const [query = '', server] = params;
  checkServer(context, server);
  const letter = echo(query.slice(0, 1));
  if (letter !== 'u') checkOperator(context);
  if (letter === 'u') session.reply(numerics.RPL_STATSUPTIME, uptimeText(relay.time.now() - relay.startedAt));
  session.reply(numerics.RPL_ENDOFSTATS, letter, 'End of STATS');
}

function uptimeText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (count: number): string => String(count).padStart(2, '0');
  const clock = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60];
  return `Server Up ${Math.floor(seconds / 86_400)} days ${clock.map(two).join(':')}`;
}
