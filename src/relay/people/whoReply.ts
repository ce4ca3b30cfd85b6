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
export interface WhoEntry {
  readonly person: Session;
  readonly channel?: Channel;
  readonly member?: Member;
}

/** The channel to show a person in: one that the asker is in too if there is one, else any that may be seen. */
export function whoEntryOf({ relay, session }: Context, person: Session): WhoEntry {
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
export function sendWho(context: Context, entry: WhoEntry, request: WhoRequest): void {
  if (request.fields === undefined) sendClassic(context, entry);
  else sendFields(context, entry, request.fields, request.token);
}

function sendClassic(context: Context, entry: WhoEntry): void {
  const { nick, user, host, realName } = entry.person;
  const channel = entry.channel?.name ?? '*';
  const { serverName } = context.relay;
  const flags = flagsOf(context.session, entry);
  replyCut(context, RPL_WHOREPLY, channel, user, host, serverName, nick, flags, `0 ${realName}`);
}

/** Here or gone, IRC operator, standing in the channel, bot. https://modern.ircdocs.horse/#rplwhoreply-352 */
function flagsOf(reader: Session, { person, member }: WhoEntry): string {
  const here = person.away === '' ? 'H' : 'G';
  const prefix = member === undefined ? '' : prefixFor(reader, member);
  return here + (person.isOperator ? '*' : '') + prefix + (person.isBot ? botMode : '');
}

/** What each field holds, in the order in which a reply has them, whatever order they were asked for in. */
const fieldTable: readonly [string, (context: Context, entry: WhoEntry, token: string) => string][] = [
  ['t', (_context, _entry, token) => token],
  ['c', (_context, { channel }) => channel?.name ?? '*'],
  ['u', (_context, { person }) => person.user],
  ['i', (_context, { person }) => person.host],
  ['h', (_context, { person }) => person.host],
  ['s', ({ relay }) => relay.serverName],
  ['n', (_context, { person }) => person.nick],
  ['f', ({ session }, entry) => flagsOf(session, entry)],
  ['d', () => '0'],
  ['l', ({ relay }, { person }) => String(idleSeconds(relay, person))],
  ['a', (_context, { person }) => person.account ?? '0'],
  ['o', () => 'n/a'],
  ['r', (_context, { person }) => person.realName],
];

function sendFields(context: Context, entry: WhoEntry, fields: string, token: string): void {
  const wanted = fieldTable.filter(([letter]) => fields.includes(letter));
  if (wanted.length === 0) return;
  replyCut(context, RPL_WHOSPCRPL, ...wanted.map(([, valueOf]) => valueOf(context, entry, token)));
}
