import { maxWantedLines } from './limits.ts';
import { nearestOccurrence } from './occurrences.ts';

/** Lines of a file that stand for those of somebody else's copy. */
export interface FoundLines {
  /** From 0. */
  readonly first: number;
  /** How many, at least 1. */
  readonly count: number;
  /** They are nowhere else in the file. */
  readonly isOnly: boolean;
}

/** The rows of a text, without their ends. */
export function splitRows(text: string): string[] {
  return text.split(/\r\n|\n|\r/);
}

/**
 * Finds lines again by their text, nearest to where they were: first as they are, then whatever their white space, then
 * with the first and the last of them cut, as a selection is.
 *
 * @param rows the file's
 * @param text what is looked for; of more than `maxWantedLines` lines only the first are
 * @param at where it was, from 0
 * @returns undefined when it is not there, or when there is nothing in it to look for
 */
export function findLines(rows: readonly string[], text: string, at: number): FoundLines | undefined {
  const all = splitRows(text);
  const before = all.findIndex(row => row.trim() !== '');
  if (before < 0) return undefined;
  const last = all.findLastIndex(row => row.trim() !== '');
  const wanted = all.slice(before, last + 1).slice(0, maxWantedLines);
  for (const find of waysToFind(rows, wanted)) {
    const first = find(at + before, () => true);
    if (first === undefined) continue;
    const other = find(first, place => place !== first);
    return { first, count: wanted.length, isOnly: other === undefined };
  }
  return undefined;
}

/** Gives the place nearest to `at` among those that fit, by their first row. */
type Find = (at: number, fits: (first: number) => boolean) => number | undefined;

function* waysToFind(rows: readonly string[], wanted: readonly string[]): Generator<Find> {
  yield (at, fits) => nearestOccurrence(rows, wanted, { at, fits });
  const [bare, wantedBare] = [rows.map(withoutSpace), wanted.map(withoutSpace)];
  yield (at, fits) => nearestOccurrence(bare, wantedBare, { at, fits });
  yield (at, fits) => nearestCut(rows, wanted, at, fits);
}

function withoutSpace(row: string): string {
  return row.replace(/\s+/g, '');
}

/** The same where the first wanted row is the end of one and the last the start of one. */
function nearestCut(
  rows: readonly string[],
  wanted: readonly string[],
  at: number,
  fits: (first: number) => boolean,
): number | undefined {
  const [head = ''] = wanted;
  const [middle, tail = ''] = [wanted.slice(1, -1), wanted.at(-1)];
  const isEnclosed = (first: number): boolean =>
    rows[first - 1]?.endsWith(head) === true && rows[first + middle.length]?.startsWith(tail) === true;
  if (middle.length > 0) {
    const isFit = (first: number): boolean => isEnclosed(first) && fits(first - 1);
    const first = nearestOccurrence(rows, middle, { at: at + 1, fits: isFit });
    return first === undefined ? undefined : first - 1;
  }
  const isCutAt = (row: number): boolean =>
    wanted.length === 1 ? rows[row]?.includes(head) === true : isEnclosed(row + 1);
  return nearestOf(rows.keys(), at, row => isCutAt(row) && fits(row));
}

function nearestOf(
  numbers: Iterable<number>,
  at: number,
  isWanted: (number: number) => boolean,
): number | undefined {
  let nearest: number | undefined;
  for (const number of numbers) {
    const isNearer = nearest === undefined || Math.abs(number - at) < Math.abs(nearest - at);
    if (isNearer && isWanted(number)) nearest = number;
  }
  return nearest;
}
