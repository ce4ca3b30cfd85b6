import { maxLineBytes } from '../../irc/limits.ts';
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
} from '../../irc/numerics.ts';
import { idsToken, keepsToken } from '../../irc/pychatNames.ts';
import { splitByBytes } from '../../irc/utf8.ts';
import { freeNick } from '../accounts/changeNick.ts';
import { settleLogin } from '../accounts/login.ts';
import { extendedBans } from '../channels/banMask.ts';
import { channelFlags } from '../channels/channelModes.ts';
import { type Context, newsFrom, refuse, type RelayState } from '../core/context.ts';
import { isLoopback } from '../guards/knownPeers.ts';
import { waitForTurn } from '../guards/waitForTurn.ts';
import { sendLusers } from './lusers.ts';
import { IrcError } from '../core/ircError.ts';
import { isHost } from '../channels/joinRules.ts';
import type { Limits } from '../core/limits.ts';
import { maskListLetters } from '../channels/maskLists.ts';
import { arrive } from '../people/arrival.ts';
import { tellOnline } from '../people/presence.ts';
import { sendOwnMetadata } from '../metadata/metadataNews.ts';
import type { Session } from '../core/session.ts';
import { statusSigns } from '../channels/statusGroup.ts';
import { botMode, userModeLetters } from '../people/userModes.ts';

const network = 'PyChat';
const dayMs = 24 * 60 * 60 * 1000;
const lists = maskListLetters.join('');
/** For 004: the channel modes that come with an argument, and all of them. */
const withArgument = `${lists}klov`;
const channelModeLetters = `${channelFlags.join('')}${withArgument}`;
/** What a 005 line holds at most, so that with nick and text it keeps to 15 parameters. */
const tokensPerLine = 13;
/** Leaves room in a line for source, numeric, nick and punctuation. */
const motdBytes = maxLineBytes - 130;

/**
 * Welcomes a session once nick, user and the end of CAP are there, its turn has come, the password is right and the nick
 * is free. With a wrong password the session is closed; for another nick it has all the time that registration has, and
 * needs neither turn nor password again.
 */
export function completeRegistration(context: Context): void {
  const { relay, session } = context;
  if (session.nick === '' || session.user === '' || session.isNegotiating || session.isRegistered) return;
  const { known, registrations: queue, guard } = relay;
  const { address, key } = session.peer;
  // From this machine only a password makes anyone wait, as it might be guessed.
  if (session.isAdmitted || known.isKnownKey(key) || (!guard.isNeeded && isLoopback(address))) {
    register(context);
    return;
  }
  const turn = { queue, session, group: known.groupOf(address), isKnown: known.isKnownAddress(address) };
  waitForTurn(relay, turn, () => register(context));
}

function register(context: Context): void {
  const { relay, session } = context;
  session.isAdmitted ||= admit(context);
  if (!session.isAdmitted || !takeNick(context)) return;
  relay.accounts.arrive(session);
  session.password = '';
  settleLogin(session);
  session.isRegistered = true;
  session.signedOnAt = relay.time.now();
  session.spokeAt = session.signedOnAt;
  // The host is IRC operator without a password: the key says it.
  session.isOperator = isHost(context);
  relay.onRegistered(session);
  sendWelcome(relay, session);
  if (session.isOperator) session.send(newsFrom(context, 'MODE', session.nick, '+o'));
  tellOnline(relay, session);
}

/** @returns false for a wrong password and for one of too many new keys, whose session is closed */
function admit(context: Context): boolean {
  const { relay, session } = context;
  if (relay.guard.admits(session.password)) return arrive(context);
  session.refuse(new IrcError(ERR_PASSWDMISMATCH));
  session.close('Password incorrect', 'inviteNeeded');
  return false;
}

/** @returns false when the nick that was asked for is refused: another one may be asked for */
function takeNick(context: Context): boolean {
  const { relay, session } = context;
  const { nick } = session;
  session.nick = '';
  try {
    freeNick(context, nick);
  } catch (error) {
    refuse(context, error);
    return false;
  }
  relay.roster.rename(session, nick);
  return true;
}

function sendWelcome(relay: RelayState, session: Session): void {
  const { serverName, version, startedAt } = relay;
  const day = new Date(startedAt).toISOString();
  session.reply(RPL_WELCOME, `Welcome to ${network}, ${session.nick}`);
  session.reply(RPL_YOURHOST, `Your host is ${serverName}, running version ${version}`);
  session.reply(RPL_CREATED, `This relay was started at ${day}${keepsText(relay)}`);
  session.reply(RPL_MYINFO, serverName, version, userModeLetters, channelModeLetters, withArgument);
  sendIsupport(relay, session);
  sendLusers(relay, session);
  sendOwnMetadata({ relay, session });
  sendMotd(relay, session);
}

/** What the relay supports. https://modern.ircdocs.horse/#rplisupport-005 */
export function sendIsupport(relay: RelayState, session: Session): void {
  const tokens = [...isupportTokens(relay), ...(relay.store?.isKeeping ? [keepsWord(relay)] : [])];
  for (let at = 0; at < tokens.length; at += tokensPerLine)
    session.reply(RPL_ISUPPORT, ...tokens.slice(at, at + tokensPerLine), 'are supported by this server');
}

/** That what is said is kept on the relay's disk, and for how many seconds; or that it no longer is. */
function keepsWord({ store }: Pick<RelayState, 'store'>): string {
  return store?.isKeeping ? `${keepsToken}=${Math.ceil(store.keepMs / 1000)}` : `-${keepsToken}`;
}

/** The same for people: other clients show the welcome, and not 005. */
function keepsText({ store }: Pick<RelayState, 'store'>): string {
  if (store?.isKeeping !== true) return '';
  const days = Math.ceil(store.keepMs / dayMs);
  return `, and keeps what is said for ${days === 1 ? '1 day' : `${days} days`}`;
}

/** Says to everybody whether what is said is kept, when that has changed. */
export function tellKeeping(relay: RelayState): void {
  for (const session of relay.roster.sessions)
    if (session.isRegistered) session.reply(RPL_ISUPPORT, keepsWord(relay), 'are supported by this server');
}

function isupportTokens({ limits, run }: RelayState): string[] {
  return [
    `NETWORK=${network}`,
    'CASEMAPPING=ascii',
    'CHANTYPES=#',
    'PREFIX=(ov)@+',
    `STATUSMSG=${statusSigns}`,
    `CHANMODES=${lists},k,l,${channelFlags.join('')}`,
    `MODES=${limits.maxModes}`,
    `MAXLIST=${lists}:${limits.maxListEntries}`,
    'EXCEPTS=e',
    'INVEX=I',
    `EXTBAN=,${extendedBans}`,
    'ELIST=CMNTU',
    'SAFELIST',
    `NICKLEN=${limits.nickBytes}`,
    `USERLEN=${limits.userBytes}`,
    `CHANNELLEN=${limits.channelBytes}`,
    `TOPICLEN=${limits.topicBytes}`,
    `KICKLEN=${limits.reasonBytes}`,
    `KEYLEN=${limits.channelKeyBytes}`,
    `CHANLIMIT=#:${limits.maxChannelsPerPerson}`,
    `MAXTARGETS=${limits.maxTargets}`,
    `TARGMAX=${targmax(limits)}`,
    `AWAYLEN=${limits.awayBytes}`,
    `NAMELEN=${limits.realNameBytes}`,
    `MONITOR=${limits.monitorEntries}`,
    `BOT=${botMode}`,
    'WHOX',
    'UTF8ONLY',
    `CHATHISTORY=${limits.chathistoryMessages}`,
    'MSGREFTYPES=msgid,timestamp',
    `${idsToken}=${run}`,
    // The largest file. docs/files.md
    ...(limits.maxFileBytes > 0 ? [`PYCHATFILES=${limits.maxFileBytes}`] : []),
  ];
}

/** NAMES answers more than one, each with an end of its own; clients had better not rely on that. */
function targmax({ maxTargets, maxListConditions }: Limits): string {
  const counted = ['PRIVMSG', 'NOTICE', 'TAGMSG', 'KICK', 'WHOIS', 'WHOWAS'].map(
    name => `${name}:${maxTargets}`,
  );
  return [...counted, `LIST:${maxListConditions}`, 'NAMES:1', 'JOIN:', 'PART:'].join(',');
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
