import { maxLineBytes } from '../irc/limits.ts';
import {
  ERR_NOMOTD,
  ERR_PASSWDMISMATCH,
  RPL_CREATED,
  RPL_ENDOFMOTD,
  RPL_ISUPPORT,
  RPL_MOTD,
  RPL_MOTDSTART,
  RPL_MYINFO,
  RPL_WELCOME,
  RPL_YOURHOST,
} from '../irc/numerics.ts';
import { splitByBytes } from '../irc/utf8.ts';
import type { Context, RelayState } from './context.ts';
import { IrcError } from './ircError.ts';
import type { Limits } from './limits.ts';
import type { Session } from './session.ts';

const network = 'PyChat';
/** What a 005 line holds at most, so that with nick and text it keeps to 15 parameters. */
const tokensPerLine = 13;
/** Leaves room in a line for source, numeric, nick and punctuation. */
const motdBytes = maxLineBytes - 130;

/**
 * Welcomes a session once nick, user and the end of CAP are there and the password is right. With a wrong one the
 * session is closed.
 */
export function completeRegistration(context: Context): void {
  const { relay, session } = context;
  if (session.nick === '' || session.user === '' || session.isNegotiating || session.isRegistered) return;
  if (!relay.guard.admits(session.password, session.peer.address, relay.clock.now())) {
    session.refuse(new IrcError(ERR_PASSWDMISMATCH));
    session.close('Password incorrect');
    return;
  }
  session.password = '';
  session.isRegistered = true;
  sendWelcome(relay, session);
  relay.onRegistered();
}

function sendWelcome(relay: RelayState, session: Session): void {
  const { serverName, version, startedAt } = relay;
  const day = new Date(startedAt).toISOString();
  session.reply(RPL_WELCOME, `Welcome to ${network}, ${session.nick}`);
  session.reply(RPL_YOURHOST, `Your host is ${serverName}, running version ${version}`);
  session.reply(RPL_CREATED, `This relay was started at ${day}`);
  session.reply(RPL_MYINFO, serverName, version, 'i', 'n');
  const tokens = isupportTokens(relay.limits);
  for (let at = 0; at < tokens.length; at += tokensPerLine)
    session.reply(RPL_ISUPPORT, ...tokens.slice(at, at + tokensPerLine), 'are supported by this server');
  sendMotd(relay, session);
}

/** https://modern.ircdocs.horse/#rplisupport-005 */
function isupportTokens(limits: Limits): string[] {
  return [
    `NETWORK=${network}`,
    'CASEMAPPING=ascii',
    'CHANTYPES=#',
    'PREFIX=(ov)@+',
    'CHANMODES=b,,,n',
    'MODES=4',
    `NICKLEN=${limits.nickBytes}`,
    `USERLEN=${limits.userBytes}`,
    `CHANNELLEN=${limits.channelBytes}`,
    `TOPICLEN=${limits.topicBytes}`,
    `CHANLIMIT=#:${limits.maxChannelsPerPerson}`,
    `MAXTARGETS=${limits.maxTargets}`,
    `TARGMAX=${['PRIVMSG', 'NOTICE', 'TAGMSG'].map(name => `${name}:${limits.maxTargets}`).join(',')},JOIN:,PART:,NAMES:`,
    'UTF8ONLY',
  ];
}

/** The message of the day, or that there is none. */
export function sendMotd(relay: RelayState, session: Session): void {
  if (relay.motd.length === 0) {
    session.refuse(new IrcError(ERR_NOMOTD));
    return;
  }
  session.reply(RPL_MOTDSTART, `- ${relay.serverName} message of the day -`);
  for (const line of relay.motd)
    for (const part of splitByBytes(line, motdBytes)) session.reply(RPL_MOTD, `- ${part}`);
  session.reply(RPL_ENDOFMOTD, 'End of the message of the day');
}
