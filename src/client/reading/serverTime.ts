import type { Clock } from '../../common/clock.ts';
import type { Message } from '../../irc/message.ts';

/** How far ahead of ours a server's clock may be, in milliseconds, before it is not believed. */
const maxAheadMs = 24 * 60 * 60 * 1000;

/** When a message was sent, by the server where it says so credibly. https://ircv3.net/specs/extensions/server-time */
export function timeOf(message: Message, clock: Clock): number {
  const time = message.tags.get('time') ?? '';
  const now = clock.now();
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/.test(time)) return now;
  const at = Date.parse(time);
  return at >= 0 && at <= now + maxAheadMs ? at : now;
}
