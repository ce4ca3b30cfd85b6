// Numbers of several runs as few numbers.

/**
 * The value that `share` of all are not above (nearest rank).
 * @param {readonly number[]} values at least one
 * @param {number} share 0 to 1
 */
export function percentile(values, share) {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

/**
 * @param {readonly number[]} values at least one
 * @returns {{ median: number, min: number, max: number, runs: number }}
 */
export function summary(values) {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = (sorted.length - 1) / 2;
  const median = (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
  return { median, min: sorted[0], max: sorted.at(-1), runs: sorted.length };
}
