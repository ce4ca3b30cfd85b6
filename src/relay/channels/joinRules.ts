import {
  ERR_BADCHANNELKEY,
  ERR_BANNEDFROMCHAN,
  ERR_CHANNELISFULL,
  ERR_INVITEONLYCHAN,
} from '../../irc/numerics.ts';
import { banSubject } from './banMask.ts';
import type { Channel } from './channel.ts';
import type { Context } from '../core/context.ts';

type Reader = Pick<Context, 'relay' | 'session'>;

/** Whether this is the host, who is let in everywhere and is operator everywhere. */
export function isHost({ relay, session }: Reader): boolean {
  return relay.hostKey !== undefined && session.peer.key === relay.hostKey;
}

/** Whether somebody is operator here by the key they have shown. */
export function isOperatorByKey(reader: Reader, channel: Channel): boolean {
  const { key } = reader.session.peer;
  return isHost(reader) || (key !== undefined && channel.operatorKeys.has(key));
}

/**
 * Why somebody may not come into a channel, as the numeric that says so; undefined when they may. The host and who has
 * an operator's invitation always may; operators by key unless they are banned.
 *
 * @param key what they brought with JOIN; '' for none
 */
export function joinRefusal(reader: Reader, channel: Channel, key: string): string | undefined {
  const { relay, session } = reader;
  const { modes, lists } = channel;
  if (isHost(reader) || relay.channels.invitations.opens(session, channel)) return undefined;
  const subject = banSubject(session);
  if (lists.bans(subject)) return ERR_BANNEDFROMCHAN;
  if (isOperatorByKey(reader, channel)) return undefined;
  if (modes.has('i') && !lists.invites(subject)) return ERR_INVITEONLYCHAN;
  if (modes.key !== undefined && modes.key !== key) return ERR_BADCHANNELKEY;
  if (modes.limit !== undefined && channel.size >= modes.limit) return ERR_CHANNELISFULL;
  return undefined;
}
