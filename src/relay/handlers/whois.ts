import * as numerics from '../../irc/numerics.ts';
import { type Context, forEachOf, splitList } from '../core/context.ts';
import { echo, IrcError } from '../core/ircError.ts';
import { prefixFor } from '../channels/memberPrefix.ts';
import { packWords } from '../delivery/packWords.ts';
import { idleSeconds } from '../people/presence.ts';
import { replyCut, replyRoom } from '../delivery/replyRoom.ts';
import { checkServer } from './serverTarget.ts';
import type { Session } from '../core/session.ts';
import { visibleChannels } from '../people/visibility.ts';

/** Tells all that is to be known of a person: WHOIS [server] nick{,nick}. https://modern.ircdocs.horse/#whois-message */
export function whois(context: Context): void {
  const { relay, params } = context;
  const [first = '', second = ''] = params;
  if (second !== '') checkServer(context, first);
  const list = second === '' ? first : second;
  const { length } = splitList(list);
  if (length === 0) throw new IrcError(numerics.ERR_NONICKNAMEGIVEN);
  if (length > relay.limits.maxTargets) throw new IrcError(numerics.ERR_TOOMANYTARGETS, list);
  forEachOf(context, list, nick => sendOne(context, nick));
}

function sendOne(context: Context, nick: string): void {
  const { relay, session } = context;
  const person = relay.roster.find(nick);
  if (person === undefined) session.refuse(new IrcError(numerics.ERR_NOSUCHNICK, nick));
  else sendPerson(context, person);
  session.reply(numerics.RPL_ENDOFWHOIS, person?.nick ?? echo(nick), 'End of WHOIS');
}

function sendPerson(context: Context, person: Session): void {
  const { relay, session } = context;
  const { nick, user, host, realName, account, away } = person;
  const tell = (numeric: string, ...params: string[]): void => session.reply(numeric, nick, ...params);
  tell(numerics.RPL_WHOISUSER, user, host, '*', realName);
  sendChannels(context, person);
  replyCut(context, numerics.RPL_WHOISSERVER, nick, relay.serverName, relay.description);
  if (person.isOperator) tell(numerics.RPL_WHOISOPERATOR, 'is an IRC operator');
  // To everybody: the key is who somebody is.
  const { key } = person.peer;
  if (key !== undefined) tell(numerics.RPL_WHOISCERTFP, `has key fingerprint ${key}`);
  if (account !== undefined) tell(numerics.RPL_WHOISACCOUNT, account, 'is logged in as');
  if (person.isBot) tell(numerics.RPL_WHOISBOT, 'is a bot');
  tell(numerics.RPL_WHOISSECURE, 'is using a secure connection');
  if (away !== '') tell(numerics.RPL_AWAY, away);
  const idle = String(idleSeconds(relay, person));
  const since = String(Math.floor(person.signedOnAt / 1000));
  tell(numerics.RPL_WHOISIDLE, idle, since, 'seconds idle, signon time');
}

function sendChannels(context: Context, person: Session): void {
  const { relay, session } = context;
  const names: string[] = [];
  for (const channel of visibleChannels(relay.channels, session, person)) {
    const member = channel.member(person);
    if (member !== undefined) names.push(prefixFor(session, member) + channel.name);
  }
  const numeric = numerics.RPL_WHOISCHANNELS;
  for (const text of packWords(names, replyRoom(context, numeric, person.nick)))
    session.reply(numeric, person.nick, text);
}
