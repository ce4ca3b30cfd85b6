import { RPL_TRYAGAIN } from '../../irc/numerics.ts';
import type { Context } from '../core/context.ts';

/** Notes that somebody comes in. @returns false for one of too many new keys, who is told to wait and closed */
export function arrive({ relay, session }: Pick<Context, 'relay' | 'session'>): boolean {
  const { visitors, accounts, notices } = relay;
  if (visitors.arrive(session.peer)) {
    accounts.arrive(session);
    return true;
  }
  notices.refused('new keys', visitors.holderOf(session.peer).group);
  const text = 'Too many newcomers from your address: please wait a minute and try again';
  session.reply(RPL_TRYAGAIN, 'CONNECT', text);
  session.close('Too many newcomers from this address');
  return false;
}
