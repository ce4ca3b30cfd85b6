import { sameWithinMs } from '../../chat/past.ts';
import type { JoinTarget } from '../joinTarget.ts';
import type { Chat } from './chat.ts';

/**
 * The time, milliseconds since 1970, from which on a room that is joined again has to tell what was said: that of the
 * last message here. Undefined when what is here was not said there.
 */
export function shownUpTo(
  { lastRoom, tabs }: Pick<Chat, 'lastRoom' | 'tabs'>,
  target: JoinTarget,
): number | undefined {
  if (lastRoom === undefined || lastRoom.hosted || lastRoom.room !== target.room) return undefined;
  const isThere = target.addresses.some(
    ({ address, port }) => address === lastRoom.address && port === lastRoom.port,
  );
  if (!isThere) return undefined;
  const last = tabs.main.scrollback.lines.findLast(
    line => line.kind === 'message' && line.privateWith === undefined,
  );
  // One's own messages have one's own clock's time until the relay has echoed them.
  return last === undefined ? undefined : Math.max(0, last.at - sameWithinMs);
}
