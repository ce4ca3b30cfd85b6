/** How much each is, in bytes, and in whose share it counts. */
interface Shares<T> {
  readonly bytesOf: (one: T) => number;
  readonly groupOf: (one: T) => string;
}

/** Who has to give way: the largest of the group that holds most; undefined where there is none. */
export function largestOfMost<T>(all: Iterable<T>, { bytesOf, groupOf }: Shares<T>): T | undefined {
  let most: { readonly members: readonly T[]; readonly bytes: number } = { members: [], bytes: -1 };
  for (const members of Map.groupBy(all, groupOf).values()) {
    const bytes = members.reduce((sum, one) => sum + bytesOf(one), 0);
    if (bytes > most.bytes) most = { members, bytes };
  }
  return most.members.toSorted((one, other) => bytesOf(other) - bytesOf(one))[0];
}
