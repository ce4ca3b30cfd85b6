import { maxFileLength, maxFuzz } from './limits.ts';
import { nearestOccurrence } from './occurrences.ts';
import { PatchRefusal } from './patchRefusal.ts';
import type { Hunk, Patch } from './readPatch.ts';

/** A piece of a text to be replaced, by the numbers of its characters. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** One row of a text. */
interface Row {
  readonly from: number;
  /** Where the next row starts. */
  readonly to: number;
}

interface Source {
  readonly text: string;
  readonly rows: readonly Row[];
  readonly contents: readonly string[];
  readonly lineEnd: string;
}

/**
 * What a patch changes in a text. Its hunks are looked for where they say and, when the text has changed, around that,
 * with at most `maxFuzz` context lines off at each end; whatever it removes must be there as it says.
 *
 * @returns in order, none over another
 * @throws {PatchRefusal} 'doesNotApply', or 'tooLarge' for the text
 */
export function editsOf(patch: Patch, text: string): Edit[] {
  if (text.length > maxFileLength) throw new PatchRefusal('tooLarge', 'the file');
  const source = sourceOf(text, patch);
  const edits: Edit[] = [];
  let from = 0;
  let moved = 0;
  for (const hunk of patch.hunks) {
    const place = placeOf(hunk, source, { at: hunk.at + moved, from });
    moved = place.row - place.cut - hunk.at;
    const done = editsOfHunk(place, source);
    edits.push(...done.edits);
    from = done.row;
  }
  return edits;
}

/** The text with the edits made. */
export function edited(text: string, edits: readonly Edit[]): string {
  let end = 0;
  const kept = edits.map(edit => {
    const piece = text.slice(end, edit.from) + edit.text;
    end = edit.to;
    return piece;
  });
  return kept.join('') + text.slice(end);
}

function sourceOf(text: string, { hunks }: Patch): Source {
  const rows: Row[] = [];
  for (let from = 0; from < text.length;) {
    const end = text.indexOf('\n', from);
    const to = end < 0 ? text.length : end + 1;
    rows.push({ from, to });
    from = to;
  }
  const contents = rows.map(({ from, to }) => text.slice(from, to).replace(/\r?\n$/, ''));
  // A new file has the ends of the patch that makes it.
  const isMadeWithReturns = text === '' && hunks.some(({ lines }) => lines.some(line => line.endsWith('\r')));
  return { text, rows, contents, lineEnd: isMadeWithReturns || text.includes('\r\n') ? '\r\n' : '\n' };
}

interface Place {
  /** The first row, from 0. */
  readonly row: number;
  /** Lines of context left off before it. */
  readonly cut: number;
  readonly lines: readonly string[];
}

/** Where a hunk stands, with as much of its context as is there. */
function placeOf(hunk: Hunk, { contents }: Source, near: { at: number; from: number }): Place {
  const wanted = hunk.lines.filter(isOld).map(contentOf);
  if (wanted.length === 0) {
    if (near.at < near.from || near.at > contents.length) throw new PatchRefusal('doesNotApply');
    return { row: near.at, cut: 0, lines: hunk.lines };
  }
  for (let fuzz = 0; fuzz <= (hunk.isExact === true ? 0 : maxFuzz); fuzz++) {
    const [before, after] = [contextBefore(hunk.lines, fuzz), contextAfter(hunk.lines, fuzz)];
    const lines = hunk.lines.slice(before, hunk.lines.length - after);
    const old = lines.filter(isOld).map(contentOf);
    if (old.length === 0) break;
    const row = nearestOccurrence(contents, old, { at: near.at + before, from: near.from });
    if (row !== undefined) return { row, cut: before, lines };
  }
  throw new PatchRefusal('doesNotApply', `the hunk at ${hunk.at + 1}`);
}

/** An empty line is one of context that lost its space on the way. */
const signOf = (line: string): string => (line === '' ? ' ' : (line[0] ?? ' '));
const isOld = (line: string): boolean => signOf(line) === ' ' || signOf(line) === '-';
const contentOf = (line: string): string => line.slice(1).replace(/\r$/, '');

function contextBefore(lines: readonly string[], most: number): number {
  const first = lines.findIndex(line => signOf(line) !== ' ');
  return Math.min(first, most);
}

function contextAfter(lines: readonly string[], most: number): number {
  const last = lines.findLastIndex(line => signOf(line) !== ' ');
  return Math.min(lines.length - 1 - last, most);
}

/** The edits of a hunk that is found, and the row after the last that it changed. */
function editsOfHunk(place: Place, source: Source): { edits: Edit[]; row: number } {
  const edits: Edit[] = [];
  let { row } = place;
  let first = row;
  let changed = row;
  let added: string[] = [];
  const flush = (): void => {
    if (row > first || added.length > 0) {
      edits.push(editOf(source, { first, row, added }));
      changed = row;
    }
    added = [];
  };
  for (const line of place.lines) {
    const sign = signOf(line);
    if (sign === ' ') {
      flush();
      row += 1;
      first = row;
    } else if (sign === '-') row += 1;
    else if (sign === '+') added.push(`${contentOf(line)}\n`);
    // The line before this one has no end.
    else if (added.length > 0) added.push((added.pop() ?? '').replace(/\n$/, ''));
  }
  flush();
  return { edits, row: changed };
}

/** Replaces rows. Only the last line of a text may be without an end. */
function editOf(source: Source, change: { first: number; row: number; added: readonly string[] }): Edit {
  const { text, rows, lineEnd } = source;
  const from = rows[change.first]?.from ?? text.length;
  const to = change.row > change.first ? (rows[change.row - 1]?.to ?? text.length) : from;
  const lines = change.added.join('');
  const ends = lines === '' || lines.endsWith('\n') || to === text.length;
  const opens = lines !== '' && from === text.length && text !== '' && !text.endsWith('\n');
  const whole = `${opens ? '\n' : ''}${lines}${ends ? '' : '\n'}`;
  return { from, to, text: whole.replaceAll('\n', lineEnd) };
}
