import type { MessageLine } from './line.ts';

/** Two clocks may tell the time of one line this differently, in milliseconds. */
const sameWithinMs = 30_000;

/**
 * Of lines of an earlier time, the oldest first, those that are news: what stands among `shown` already, and what lies
 * before it, is left out. So the file's last lines and the relay's, which overlap, read as one.
 */
export function newsIn(past: readonly MessageLine[], shown: readonly MessageLine[]): readonly MessageLine[] {
  const isShown = (line: MessageLine): boolean => shown.some(other => isSame(line, other));
  return past.slice(past.findLastIndex(isShown) + 1);
}

function isSame(one: MessageLine, other: MessageLine): boolean {
  return one.nick === other.nick && one.text === other.text && Math.abs(one.at - other.at) <= sameWithinMs;
}
