import { matchFolded } from '../../irc/mask.ts';
import { foldCase } from '../../irc/names.ts';
import { ERR_TOOMANYMATCHES, RPL_ENDOFWHO } from '../../irc/numerics.ts';
import type { Context } from '../core/context.ts';
import { echo, IrcError } from '../core/ircError.ts';
import type { Session } from '../core/session.ts';
import { canSeeChannel, canSeePerson } from '../people/visibility.ts';
import { parseWhoRequest, type WhoRequest } from '../people/whoRequest.ts';
import { sendWho, whoEntryOf } from '../people/whoReply.ts';

/**
 * Lists the members of a channel, the person of a nick, or everyone whom a mask fits; nothing, `0` or `*` lists all.
 * https://modern.ircdocs.horse/#who-message and https://ircv3.net/specs/extensions/whox
 */
export function who(context: Context): void {
  const { relay, session, params } = context;
  const [mask = '*', options = ''] = params;
  const request = parseWhoRequest(options);
  const person = relay.roster.find(mask);
  if (mask.startsWith('#')) sendChannel(context, mask, request);
  else if (person !== undefined) sendPerson(context, person, request);
  else sendMatches(context, mask === '' || mask === '0' ? '*' : mask, request);
  session.reply(RPL_ENDOFWHO, echo(mask), 'End of WHO');
}

function sendChannel(context: Context, name: string, request: WhoRequest): void {
  const { relay, session } = context;
  const channel = relay.channels.find(name);
  if (channel === undefined || !canSeeChannel(session, channel)) return;
  for (const member of channel.members) {
    if (!isWanted(member.session, request) || !canSeePerson(relay.channels, session, member.session))
      continue;
    sendWho(context, { person: member.session, channel, member }, request);
  }
}

/** Whoever knows the nick may ask, also of an invisible person. */
function sendPerson(context: Context, person: Session, request: WhoRequest): void {
  if (isWanted(person, request)) sendWho(context, whoEntryOf(context, person), request);
}

/** What a mask costs: it is held against all who are here, whether it has wildcards or is a nick that nobody has. */
const maskCost = 10;

function sendMatches(context: Context, mask: string, request: WhoRequest): void {
  const { relay, session } = context;
  context.charge(maskCost);
  const wanted = foldCase(mask);
  let left = relay.limits.whoMatches;
  for (const person of relay.roster.sessions) {
    if (!person.isRegistered || !isWanted(person, request)) continue;
    if (!fitsPerson(person, relay.serverName, wanted) || !canSeePerson(relay.channels, session, person))
      continue;
    if (left-- === 0) {
      session.refuse(new IrcError(ERR_TOOMANYMATCHES, 'WHO'));
      return;
    }
    sendWho(context, whoEntryOf(context, person), request);
  }
}

function isWanted(person: Session, { operatorsOnly }: WhoRequest): boolean {
  return !operatorsOnly || person.isOperator;
}

function fitsPerson(person: Session, serverName: string, mask: string): boolean {
  const { nick, user, host, realName, source } = person;
  return [nick, user, host, realName, serverName, source].some(text => matchFolded(mask, foldCase(text)));
}
