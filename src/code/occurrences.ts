/**
 * Where a run of rows stands in others, nearest to a place: by Knuth, Morris and Pratt, so that rows which repeat
 * themselves cost no more than others.
 *
 * @param wanted at least one row
 * @param near.at the place; of two as near, the earlier is taken
 * @param near.from the first row that may be part of it, 0 by default
 * @param near.fits whether a place where they stand is one that is looked for; any is by default
 * @returns the index of the first row, undefined when they stand nowhere
 */
export function nearestOccurrence(
  rows: readonly string[],
  wanted: readonly string[],
  near: {
    readonly at: number;
    readonly from?: number;
    readonly fits?: (first: number) => boolean;
  },
): number | undefined {
  const failure = failureOf(wanted);
  let nearest: number | undefined;
  let matched = 0;
  for (let row = near.from ?? 0; row < rows.length; row++) {
    matched = advance(matched, rows[row], { wanted, failure });
    const found = row - wanted.length + 1;
    // Whatever comes from here on is no nearer.
    if (nearest !== undefined && found - near.at >= Math.abs(nearest - near.at)) break;
    if (matched < wanted.length || near.fits?.(found) === false) continue;
    if (nearest === undefined || Math.abs(found - near.at) < Math.abs(nearest - near.at)) nearest = found;
  }
  return nearest;
}

interface Wanted {
  readonly wanted: readonly string[];
  /** For each row, how many of the first are also the last up to it. */
  readonly failure: readonly number[];
}

/** How many wanted rows match once `row` is read after `matched` of them. */
function advance(matched: number, row: string | undefined, { wanted, failure }: Wanted): number {
  let length = matched === wanted.length ? (failure[matched - 1] ?? 0) : matched;
  while (length > 0 && row !== wanted[length]) length = failure[length - 1] ?? 0;
  return row === wanted[length] ? length + 1 : length;
}

function failureOf(wanted: readonly string[]): number[] {
  const failure = [0];
  for (let index = 1; index < wanted.length; index++) {
    let length = failure[index - 1] ?? 0;
    while (length > 0 && wanted[index] !== wanted[length]) length = failure[length - 1] ?? 0;
    failure.push(wanted[index] === wanted[length] ? length + 1 : 0);
  }
  return failure;
}
