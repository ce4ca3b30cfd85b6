import type { MessageLine } from './line.ts';

/** Two clocks may tell the time of one line this differently, in milliseconds. */
export const sameWithinMs = 30_000;

/** Lines of an earlier time, parted by where they belong among those that are shown. */
export interface PlacedPast {
  /** Those that stand there already, each with the line that it is. */
  readonly known: readonly (readonly [past: MessageLine, shown: MessageLine])[];
  readonly before: readonly MessageLine[];
  readonly after: readonly MessageLine[];
}

/**
 * Parts lines of an earlier time, the oldest first, into those that come before what is shown and those that come
 * after; what stands among `shown` already is left out. So the file's last lines and the relay's, which overlap, read
 * as one.
 */
export function placePast(past: readonly MessageLine[], shown: readonly MessageLine[]): PlacedPast {
  const [first] = shown;
  const known = past.flatMap(line => {
    const same = shown.find(other => isSame(line, other));
    return same === undefined ? [] : [[line, same] as const];
  });
  const [firstKnown] = known[0] ?? [];
  const [lastKnown] = known.at(-1) ?? [];
  if (firstKnown !== undefined && lastKnown !== undefined) {
    const after = past.slice(past.indexOf(lastKnown) + 1);
    return { known, before: past.slice(0, past.indexOf(firstKnown)), after };
  }
  const isOlder = (line: MessageLine): boolean => first !== undefined && line.at < first.at;
  return { known, before: past.filter(isOlder), after: past.filter(line => !isOlder(line)) };
}

function isSame(one: MessageLine, other: MessageLine): boolean {
  if (one.id === other.id) return true;
  return one.nick === other.nick && one.text === other.text && Math.abs(one.at - other.at) <= sameWithinMs;
}
