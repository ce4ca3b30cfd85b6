import { RPL_ENDOFWHO, RPL_WHOREPLY } from '../../irc/numerics.ts';
import { type Channel, type Member, prefixOf } from '../channel.ts';
import type { Context } from '../context.ts';
import { echo } from '../ircError.ts';
import type { Session } from '../session.ts';
import { sendMotd } from '../welcome.ts';

export function motd({ relay, session }: Context): void {
  sendMotd(relay, session);
}

/** Members of a channel, one person by nick, or with `*`, `0` or nothing everyone in one's own channels. */
export function who(context: Context): void {
  const { relay, session, params } = context;
  const [mask = '*'] = params;
  const person = relay.roster.find(mask);
  const channel = relay.channels.find(mask);
  if (mask === '*' || mask === '0' || mask === '') sendAll(context);
  else if (channel !== undefined) sendChannel(context, channel);
  else if (person !== undefined) sendPerson(context, person);
  session.reply(RPL_ENDOFWHO, echo(mask), 'End of WHO');
}

function sendAll(context: Context): void {
  const seen = new Set<Session>();
  for (const channel of context.relay.channels.of(context.session)) {
    for (const member of channel.members) {
      if (!seen.has(member.session)) sendWho(context, member.session, { channel, member });
      seen.add(member.session);
    }
  }
}

function sendChannel(context: Context, channel: Channel): void {
  for (const member of channel.members) sendWho(context, member.session, { channel, member });
}

function sendPerson(context: Context, person: Session): void {
  const [channel] = context.relay.channels.of(person);
  const member = channel?.member(person);
  sendWho(context, person, channel && member && { channel, member });
}

function sendWho(context: Context, person: Session, place?: { channel: Channel; member: Member }): void {
  const { relay, session } = context;
  const flags = `H${place === undefined ? '' : prefixOf(place.member)}`;
  const where = place?.channel.name ?? '*';
  const { user, host, nick, realName } = person;
  session.reply(RPL_WHOREPLY, where, user, host, relay.serverName, nick, flags, `0 ${realName}`);
}
