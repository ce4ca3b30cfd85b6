/** How much each is, in bytes, and in whose share it counts. */
interface Shares<T> {
  readonly bytesOf: (one: T) => number;
  readonly groupOf: (one: T) => string;
}

interface Group<T> {
  /** The largest first. */
  readonly members: { readonly one: T; readonly bytes: number }[];
  bytes: number;
}

/** Who has to give way, one after the other: each time the largest of the group that then holds most. */
export function* largestOfMost<T>(all: Iterable<T>, { bytesOf, groupOf }: Shares<T>): Generator<T> {
  const groups = Array.from(Map.groupBy(all, groupOf).values(), (group): Group<T> => {
    const members = group.map(one => ({ one, bytes: bytesOf(one) })).sort((a, b) => b.bytes - a.bytes);
    return { members, bytes: members.reduce((sum, { bytes }) => sum + bytes, 0) };
  });
  for (;;) {
    const most = groups.reduce((a, b) => (b.bytes > a.bytes ? b : a), { members: [], bytes: -1 });
    const largest = most.members.shift();
    if (largest === undefined) return;
    most.bytes = most.members.length === 0 ? -1 : most.bytes - largest.bytes;
    yield largest.one;
  }
}
