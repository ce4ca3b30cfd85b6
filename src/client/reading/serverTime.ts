import type { Clock } from '../../common/clock.ts';
import type { Message } from '../../irc/message.ts';

/** How far ahead of ours a server's clock may be, in milliseconds, before it is not believed. */
const maxAheadMs = 24 * 60 * 60 * 1000;

/** When a message was sent, by the server where it says so credibly. https://ircv3.net/specs/extensions/server-time */
export function timeOf(message: Message, clock: Clock): number {
  const at = serverTimeOf(message);
  const now = clock.now();
  return at !== undefined && at <= now + maxAheadMs ? at : now;
}

/** When a message was sent, as the server says: for comparing with its other times, not with ours. */
export function serverTimeOf({ tags }: Message): number | undefined {
  return parseTime(tags.get('time') ?? '');
}

/** Reads a time as in server-time; undefined for anything else. */
export function parseTime(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/.test(text)) return undefined;
  const at = Date.parse(text);
  return at >= 0 ? at : undefined;
}
