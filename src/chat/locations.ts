import type { Location } from './location.ts';
import { type Numbers, quotedStart, tailOf } from './placeTails.ts';
import {
  afterUnmatched,
  isOnDisk,
  isWrittenPath,
  maxWrittenPath,
  pathRuns,
  readDiskPath,
  readPath,
  wholeStart,
  writePath,
} from './locationPath.ts';

/** The greatest line or column. */
export const maxLocationLine = 10_000_000;

/** A piece of a text: a place in code when it has a `location`. */
export interface LocationPiece {
  readonly text: string;
  readonly location?: Location;
}

const endOfPlaceless = /@([0-9a-f]{7,40})$/;

/**
 * Cuts a text at its places in code: `path:line`, `path:line:column` and `path:line-line`, each with `@commit` behind it
 * where that is told, and what compilers, test runners, stack traces and the sites of repositories write instead. A path
 * has a `/` or `\` in it or ends as the names of files do, and has blanks in it only between quotes; `..` and addresses of
 * hosts are none. The pieces joined give the text again. Time grows with the text's length alone.
 */
export function cutLocations(text: string): readonly LocationPiece[] {
  const pieces: LocationPiece[] = [];
  let from = 0;
  pathRuns.lastIndex = 0;
  for (let run = pathRuns.exec(text); run; run = pathRuns.exec(text)) {
    const found = locationAt(text, run.index, pathRuns.lastIndex);
    if (!found) continue;
    if (found.start > from) pieces.push({ text: text.slice(from, found.start) });
    pieces.push({ text: text.slice(found.start, found.end), location: found.location });
    from = pathRuns.lastIndex = found.end;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}

/** The place whose path is the run of characters from `start` to `end`, or what of it stands behind an open bracket. */
function locationAt(
  text: string,
  start: number,
  end: number,
): { start: number; end: number; location: Location } | undefined {
  if (end - start > maxWrittenPath) return undefined;
  const tail = tailOf(text, start, end);
  if (!tail) return undefined;
  const runStart = wholeStart(text, start + afterUnmatched(text.slice(start, tail.from)));
  if (runStart === undefined) return undefined;
  const pathStart = quotedStart(text, runStart, tail);
  const written = text.slice(pathStart, tail.from);
  const path = isOnDisk(written) ? readDiskPath(written) : readPath(written);
  const place = placeAt(tail.numbers);
  if (path === undefined || place === undefined) return undefined;
  const root = isOnDisk(written) && ({ root: 'disk' } as const);
  return { start: pathStart, end: tail.end, location: { path, ...root, ...place } };
}

function placeAt({ line, column, endLine, commit }: Numbers): Omit<Location, 'path'> | undefined {
  const numbers = [line, column, endLine].flatMap(digits => (digits === undefined ? [] : [Number(digits)]));
  if (numbers.some(number => number < 1 || number > maxLocationLine)) return undefined;
  if (endLine !== undefined && Number(endLine) < Number(line)) return undefined;
  return {
    line: Number(line),
    ...(endLine !== undefined && { endLine: Number(endLine) }),
    ...(column !== undefined && { column: Number(column) }),
    ...(commit !== undefined && { commit }),
  };
}

/** Reads a word that is wholly a place in code; undefined when it is not. */
export function parseLocation(word: string): Location | undefined {
  const [piece, ...more] = cutLocations(word);
  return more.length === 0 ? piece?.location : undefined;
}

/** Reads `path` or `path@commit`, which stand above a patch: they mean the whole file, and give its line 1. */
export function parseFileLocation(word: string): Location | undefined {
  const commit = endOfPlaceless.exec(word)?.[1];
  const written = commit === undefined ? word : word.slice(0, -commit.length - 1);
  const path = isWrittenPath(written) ? readPath(written) : undefined;
  return path === undefined ? undefined : { path, line: 1, ...(commit !== undefined && { commit }) };
}

/**
 * Writes a place so that `parseLocation` reads it again, without its `text`.
 *
 * @throws RangeError when it is none: a path that is absolute, empty, too long or leads upwards, numbers out of range
 */
export function serializeLocation(location: Location): string {
  const { line, column, endLine, commit } = location;
  const more = column !== undefined ? `:${column}` : endLine !== undefined ? `-${endLine}` : '';
  return refuseUnlike(
    `${writePath(location.path)}:${line}${more}${commit === undefined ? '' : `@${commit}`}`,
    location,
    parseLocation,
  );
}

/**
 * Writes the file alone, so that `parseFileLocation` reads it again.
 *
 * @throws RangeError as `serializeLocation`, and when it means more than the whole file
 */
export function serializeFileLocation(location: Location): string {
  const commit = location.commit === undefined ? '' : `@${location.commit}`;
  return refuseUnlike(writePath(location.path) + commit, location, parseFileLocation);
}

/** The grammar itself says what it can say. */
function refuseUnlike(
  written: string,
  location: Location,
  parse: (word: string) => Location | undefined,
): string {
  const read = parse(written);
  if (!read || placeKey(read) !== placeKey(location)) throw new RangeError(`Not a place in code: ${written}`);
  return written;
}

/** Names a place among others: two are the same when this is, `text` included. For tables; it cannot be read back. */
export function locationKey(location: Location): string {
  const { text } = location;
  return text === undefined ? placeKey(location) : `${placeKey(location)}#${text.length}-${hash(text)}`;
}

function placeKey({ path, root, line, column, endLine, commit }: Location): string {
  return [path, line, column ?? '', endLine ?? '', commit ?? '', ...(root ? [root] : [])].join(':');
}

/** FNV-1a over UTF-16 units, as hex. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return (value >>> 0).toString(16);
}
