import { randomBytes } from 'node:crypto';

/**
 * Names a run of histories; see `idsToken`.
 *
 * @param since all that is said in it is later, in milliseconds since 1970
 */
export function newRun(since: number): string {
  return `${since}-${randomBytes(8).toString('hex')}`;
}

/**
 * How a run of histories that no store keeps has ended, for the relay that goes on in its place: nothing was said since,
 * and nobody who heard the last has missed anything.
 */
export interface EndedRun {
  readonly run: string;
  /** What was said up to this time may be missing, in any place; milliseconds since 1970. */
  readonly lostUntil: number;
  /** Where something was said later, and up to when; names as a store keeps them. */
  readonly losses: readonly { readonly target: string; readonly until: number }[];
  /** No time that was given out is later. */
  readonly endedAt: number;
}
