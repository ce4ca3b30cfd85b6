import { visibleWord } from './visible.ts';

/** Characters (UTF-16 units) of a path in a location. */
export const maxLocationPath = 1_024;
/** Characters of a path as it is written, where each byte of its UTF-8 may take three. */
export const maxWrittenPath = 9 * maxLocationPath;

/** What a path is written with; all else is written as `%` and two hex digits for each byte of its UTF-8. */
const pathCharacters = String.raw`\p{L}\p{N}\p{M}_.+@$~%/\\()[\]{}\-`;
/** Finds what may be paths. */
export const pathRuns = new RegExp(`[${pathCharacters}]+`, 'gu');
const notInPaths = new RegExp(`[^${pathCharacters}]`, 'u');
const written = new RegExp(`%|[^${pathCharacters}]`, 'gu');

const closers: ReadonlyMap<string, string> = new Map([
  [')', '('],
  [']', '['],
  ['}', '{'],
]);

/** Where in a run of path characters the last bracket ends that has no other half: a path stands behind it, or has none. */
export function afterUnmatched(run: string): number {
  const open: { bracket: string; at: number }[] = [];
  let after = 0;
  for (const { 0: bracket, index } of run.matchAll(/[()[\]{}]/g)) {
    const opener = closers.get(bracket);
    if (opener === undefined) open.push({ bracket, at: index });
    else if (open.at(-1)?.bracket === opener) open.pop();
    else {
      open.length = 0;
      after = index + 1;
    }
  }
  return Math.max(after, (open.at(-1)?.at ?? -1) + 1);
}

/** Whether all of it can be a path as it is written. */
export function isWrittenPath(text: string): boolean {
  return text.length <= maxWrittenPath && !notInPaths.test(text) && afterUnmatched(text) === 0;
}

/** Files of code whose names have no ending. */
const knownNames = /^(?:Docker|Gem|Jenkins|Just|Make|Proc|Rake|Vagrant)file$/;

/** What ends the names of hosts and of hardly any file of code: `example.com:443` is no place in code. */
const hostEnding =
  /\.(?:app|br|cloud|co|com|de|dev|edu|eu|fr|gov|home|internal|io|it|jp|lan|local|localdomain|net|org|pt|uk|us)$/i;

/**
 * The path that is meant, with `/` between its parts and relative to a root; undefined when it is absolute, leads
 * upwards, is too long, or looks like none. `./` before it says that it is one, whatever it looks like.
 */
export function readPath(text: string): string | undefined {
  const slashed = text.replaceAll('\\', '/');
  const bare = slashed.replace(/^\.\/+/, '');
  const path = decode(bare);
  if (path === undefined || path.length > maxLocationPath || !isRelative(path)) return undefined;
  return bare !== slashed || looksLikePath(path) ? path : undefined;
}

const diskRoot = /^(?:[A-Za-z]:|~|file:\/\/)?[/\\]+/;

/** Whether a path begins at the root of a disk or a home folder. */
export function isOnDisk(text: string): boolean {
  return diskRoot.test(text);
}

/** The same for such a path, without its root; undefined for what lies in that itself. */
export function readDiskPath(text: string): string | undefined {
  const bare = text.replace(diskRoot, '');
  return /[/\\]/.test(bare) ? readPath(bare) : undefined;
}

/**
 * Where a path begins whose run of path characters does at `start`: a drive or `file:` may be before it. Undefined where a
 * colon is that makes it a part of something else.
 */
export function wholeStart(text: string, start: number): number | undefined {
  if (text[start - 1] !== ':') return start;
  if (!/[/\\]/.test(text[start] ?? '')) return undefined;
  if (/(?:^|[^\p{L}\p{N}])[a-z]:$/iu.test(text.slice(Math.max(0, start - 3), start))) return start - 2;
  const isAddress = text.slice(Math.max(0, start - 5), start) === 'file:' && text[start + 1] === '/';
  return isAddress ? start - 5 : undefined;
}

/** Percent signs that begin nothing stay. */
function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replace(/%(?![0-9A-Fa-f]{2})/g, '%25'));
  } catch {
    return undefined;
  }
}

function isRelative(path: string): boolean {
  const parts = path.split('/');
  const isPart = (part: string): boolean => part !== '' && part !== '.' && part !== '..';
  return parts.every(isPart) && parts[0] !== '~' && !path.includes('\\') && visibleWord(path) === path;
}

function looksLikePath(path: string): boolean {
  if (!/\p{L}/u.test(path)) return false;
  return (
    path.includes('/') ||
    knownNames.test(path) ||
    (/\.\p{L}[\p{L}\p{N}_+-]*$/u.test(path) && !hostEnding.test(path))
  );
}

/** Writes a path so that `readPath` reads it again, where it can be said at all. */
export function writePath(path: string): string {
  const text = path.replace(written, asBytes);
  const balanced = afterUnmatched(text) === 0 ? text : text.replace(/[()[\]{}]/g, asHex);
  return looksLikePath(path) ? balanced : `./${balanced}`;
}

function asBytes(character: string): string {
  // What this leaves as it is can stand in no path.
  return encodeURIComponent(character.toWellFormed()).replace(/[!'*]/g, asHex);
}

function asHex(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
