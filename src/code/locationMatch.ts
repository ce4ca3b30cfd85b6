import type { Location } from '../chat/location.ts';
import { findLines } from './findLines.ts';

/** Where lines that somebody points at stand in our own copy of a file. */
export interface LocationMatch {
  /**
   * `unsure`: they are not where they were, and at several other places. `changed`: they are not there; the lines are then
   * those of the same numbers, as far as there are any.
   */
  readonly state: 'same' | 'moved' | 'unsure' | 'changed';
  /** First and last line, from 0. */
  readonly first: number;
  readonly last: number;
}

/**
 * Finds what a location means in a file.
 *
 * @param rows the file's, at least one
 * @param location whose `text`, where there is one, is what its lines were
 */
export function matchLocation(rows: readonly string[], location: Location): LocationMatch {
  const at = location.line - 1;
  const found = location.text === undefined ? undefined : findLines(rows, location.text, at);
  if (found === undefined) {
    const most = rows.length - 1;
    const last = (location.endLine ?? location.line) - 1;
    const known = location.text === undefined || location.text.trim() === '';
    const state = known && last <= most ? 'same' : 'changed';
    return { state, first: Math.min(at, most), last: Math.min(Math.max(at, last), most) };
  }
  const { first, count, isOnly } = found;
  const moved = first !== at + blankRowsBefore(location.text ?? '');
  return { state: moved ? (isOnly ? 'moved' : 'unsure') : 'same', first, last: first + count - 1 };
}

/** `findLines` passes over empty rows at the start. */
function blankRowsBefore(text: string): number {
  return Math.max(
    0,
    text.split('\n').findIndex(row => row.trim() !== ''),
  );
}

/** The lines that a location names, of a text; undefined where it has not so many. */
export function linesAt(text: string, { line, endLine = line }: Location): string | undefined {
  const rows = text.split(/\r\n|\n|\r/);
  return endLine > rows.length ? undefined : rows.slice(line - 1, endLine).join('\n');
}
