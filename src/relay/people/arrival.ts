import { RPL_TRYAGAIN } from '../../irc/numerics.ts';
import { type CloseCode, codeTag } from '../../irc/pychatNames.ts';
import type { Context } from '../core/context.ts';
import { OutgoingMessage } from '../core/outgoing.ts';

const code: CloseCode = 'newcomers';

/** Notes that somebody comes in. @returns false for one of too many new keys, who is told to wait and closed */
export function arrive({ relay, session }: Pick<Context, 'relay' | 'session'>): boolean {
  const { visitors, notices, limits, serverName: source, time } = relay;
  if (visitors.arrive(session.peer)) return true;
  const { group } = visitors.holderOf(session.peer);
  const news =
    `More than ${limits.newKeysAtOnce} new people from ${group} at once: ` +
    'further ones are let in one a minute. Their PyChat tries again by itself.';
  notices.refused('new keys', group, news);
  const text = 'Many new people come from your address: please try again in a minute';
  const params = [session.nick, 'CONNECT', text];
  const clientTags = new Map([[codeTag, code]]);
  session.send(new OutgoingMessage({ source, command: RPL_TRYAGAIN, params, time: time.now(), clientTags }));
  session.close('Many new people come from this address', code);
  return false;
}
