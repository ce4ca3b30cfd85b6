import type { JoinedSession } from '../joinedSession.ts';
import { maxNameLength } from '../limits.ts';
import { type Server, senderOf } from '../server.ts';
import type { Whole } from './batches.ts';

/**
 * Where a message belongs: the room as it was entered, or the other one's nick in a private chat. Undefined for a room
 * that we are not in, and for somebody with a nick like a room.
 */
export function placeOfMessage(message: Whole, { server, client }: JoinedSession): string | undefined {
  const target = (message.params[0] ?? '').slice(0, maxNameLength);
  const room = client.rooms.find(target);
  if (room !== undefined) return room.name;
  if (target === '' || server.isChannel(target)) return undefined;
  const { place = '' } = message;
  const sender = isOurs(message, server) ? target : senderOf(message);
  const other = place !== '' && !server.isChannel(place) ? place : sender;
  return other === '' || server.isChannel(other) ? undefined : other;
}

/**
 * Whether a message comes from ourselves. In history it is the account that says so, where both have one: the nick may
 * have been another one's, or another one ours.
 */
export function isOurs(message: Whole, server: Server): boolean {
  const account = message.tags.get('account');
  if (message.isPast !== true || account === undefined || server.account === undefined)
    return server.isOwn(message);
  return account === server.account;
}
