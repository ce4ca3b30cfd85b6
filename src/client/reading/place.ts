import type { Whole } from './batches.ts';
import type { IncomingContext } from './incomingContext.ts';
import { maxNameLength } from '../limits.ts';
import { senderOf } from '../server.ts';

/**
 * Where a message belongs: the room as it was entered, or the other one's nick in a private chat. Undefined for a room
 * that we are not in, and for whoever calls himself like a room.
 */
export function placeOfMessage(message: Whole, { server, rooms }: IncomingContext): string | undefined {
  const target = (message.params[0] ?? '').slice(0, maxNameLength);
  const room = rooms.find(target);
  if (room !== undefined) return room.name;
  if (target === '' || server.isChannel(target)) return undefined;
  const { place = '' } = message;
  const other = place !== '' && !server.isChannel(place) ? place : otherOf(message, server, target);
  return other === '' || server.isChannel(other) ? undefined : other;
}

function otherOf(message: Whole, server: IncomingContext['server'], target: string): string {
  return isOurs(message, server) ? target : senderOf(message);
}

/**
 * Whether a message comes from ourselves. In history it is the account that says so, where both have one: the nick may
 * have been another one's, or another one ours.
 */
export function isOurs(message: Whole, server: IncomingContext['server']): boolean {
  const account = message.tags.get('account');
  if (message.isPast !== true || account === undefined || server.account === undefined)
    return server.isOwn(message);
  return account === server.account;
}
