import { randomBytes } from 'node:crypto';

/**
 * Names a run of histories; see `idsToken`.
 *
 * @param since all that is said in it is later, in milliseconds since 1970
 */
export function newRun(since: number): string {
  return `${since}-${randomBytes(8).toString('hex')}`;
}
