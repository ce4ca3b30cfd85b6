import { RPL_WHOREPLY, RPL_WHOSPCRPL } from '../../irc/numerics.ts';
import type { Channel, Member } from '../channels/channel.ts';
import type { Context } from '../core/context.ts';
import { prefixFor } from '../channels/memberPrefix.ts';
import { idleSeconds } from './presence.ts';
import { replyCut } from '../delivery/replyRoom.ts';
import type { Session } from '../core/session.ts';
import { botMode } from './userModes.ts';
import { visibleChannels } from './visibility.ts';
import type { WhoRequest } from './whoRequest.ts';

/** A person, and the channel as whose member a WHO shows that one. */
export interface Place {
  readonly person: Session;
  readonly channel?: Channel;
  readonly member?: Member;
}

/** The channel to show a person in: one that the asker is in too if there is one, else any that may be seen. */
export function placeOf({ relay, session }: Context, person: Session): Place {
  let seen: Channel | undefined;
  for (const channel of visibleChannels(relay.channels, session, person)) {
    seen ??= channel;
    if (channel.member(session) === undefined) continue;
    seen = channel;
    break;
  }
  const member = seen?.member(person);
  return seen === undefined || member === undefined ? { person } : { person, channel: seen, member };
}

/** Answers a WHO with one person, in the classic form or with the fields that were asked for. */
export function sendWho(context: Context, place: Place, request: WhoRequest): void {
  if (request.fields === undefined) sendClassic(context, place);
  else sendFields(context, place, request.fields, request.token);
}

function sendClassic(context: Context, place: Place): void {
  const { nick, user, host, realName } = place.person;
  const channel = place.channel?.name ?? '*';
  const { serverName } = context.relay;
  const flags = flagsOf(context.session, place);
  replyCut(context, RPL_WHOREPLY, channel, user, host, serverName, nick, flags, `0 ${realName}`);
}

/** Here or gone, IRC operator, standing in the channel, bot. https://modern.ircdocs.horse/#rplwhoreply-352 */
function flagsOf(reader: Session, { person, member }: Place): string {
  const here = person.away === '' ? 'H' : 'G';
  const prefix = member === undefined ? '' : prefixFor(reader, member);
  return here + (person.isOperator ? '*' : '') + prefix + (person.isBot ? botMode : '');
}

/** What each field holds, in the order in which a reply has them, whatever order they were asked for in. */
const fieldTable: readonly [string, (context: Context, place: Place, token: string) => string][] = [
  ['t', (_context, _place, token) => token],
  ['c', (_context, { channel }) => channel?.name ?? '*'],
  ['u', (_context, { person }) => person.user],
  ['i', (_context, { person }) => person.host],
  ['h', (_context, { person }) => person.host],
  ['s', ({ relay }) => relay.serverName],
  ['n', (_context, { person }) => person.nick],
  ['f', ({ session }, place) => flagsOf(session, place)],
  ['d', () => '0'],
  ['l', ({ relay }, { person }) => String(idleSeconds(relay, person))],
  ['a', (_context, { person }) => person.account ?? '0'],
  ['o', () => 'n/a'],
  ['r', (_context, { person }) => person.realName],
];

function sendFields(context: Context, place: Place, fields: string, token: string): void {
  const wanted = fieldTable.filter(([letter]) => fields.includes(letter));
  if (wanted.length === 0) return;
  replyCut(context, RPL_WHOSPCRPL, ...wanted.map(([, valueOf]) => valueOf(context, place, token)));
}
