import { RPL_NOWAWAY, RPL_UNAWAY } from '../../irc/numerics.ts';
import { splitByBytes } from '../../irc/utf8.ts';
import { awayNews } from '../people/awayNews.ts';
import type { Context } from '../core/context.ts';
import { deliverToAcquaintances } from '../people/presence.ts';

/** Marks the caller as away, or without a text as back. https://modern.ircdocs.horse/#away-message */
export function away({ relay, session, params }: Context): void {
  const before = session.away;
  session.away = splitByBytes(params[0] ?? '', relay.limits.awayBytes)[0] ?? '';
  if (session.away === '') session.reply(RPL_UNAWAY, 'You are no longer marked as being away');
  else session.reply(RPL_NOWAWAY, 'You have been marked as being away');
  if (session.away !== before) deliverToAcquaintances(relay, session, awayNews(relay, session));
}
