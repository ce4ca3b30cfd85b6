import { parsePatch, type StructuredPatch, type StructuredPatchHunk } from 'diff';
import { maxHunkLine, maxHunks, maxPatchLength, maxPatchLines } from './limits.ts';
import { PatchRefusal } from './patchRefusal.ts';
import { tidyPatch } from './patchRows.ts';
import { isGitsOwn, workspacePath } from './workspacePath.ts';

/** One run of changes: where it starts, from 0, and its lines, the first character of each being ` `, `+`, `-` or `\`. */
export interface Hunk {
  readonly at: number;
  readonly lines: readonly string[];
  /** All of its context has to be there. */
  readonly isExact?: boolean;
}

/** A patch of one text file inside a workspace folder, which is checked. */
export interface Patch {
  /** Relative to a workspace folder, with `/` between its parts. */
  readonly path: string;
  /** It makes the file. */
  readonly creates: boolean;
  /** In the order of the file, one after the other. */
  readonly hunks: readonly Hunk[];
}

/**
 * Reads a unified diff that somebody sent.
 * https://www.gnu.org/software/diffutils/manual/html_node/Detailed-Unified.html
 *
 * @param otherwise.path the file's, where the diff does not name it
 * @throws {PatchRefusal} of any code but 'doesNotApply'
 */
export function readPatch(text: string, otherwise: { readonly path?: string } = {}): Patch {
  if (text.length > maxPatchLength) throw new PatchRefusal('tooLarge');
  const rows = text.split('\n').length;
  if (rows > maxPatchLines) throw new PatchRefusal('tooLarge', `${rows} lines`);
  // No line of a hunk starts with a letter, so these can stand only where git and Subversion put them.
  if (/^(?:GIT binary patch|Binary files |Cannot display: file marked as a binary type)/m.test(text))
    throw new PatchRefusal('binary');
  const tidy = tidyPatch(text);
  const file = onlyFile(tidy.text);
  refuseWhatIsNoEdit(file);
  return { ...nameOf(file, otherwise.path), hunks: checkedHunks(file.hunks, tidy.isCompleted) };
}

function onlyFile(text: string): StructuredPatch {
  const files = parse(text);
  const [file] = files;
  if (files.length > 1) throw new PatchRefusal('severalFiles', `${files.length}`);
  if (file === undefined) throw new PatchRefusal('notAPatch');
  return file;
}

function parse(text: string): StructuredPatch[] {
  try {
    return parsePatch(text);
  } catch (error) {
    throw new PatchRefusal('absurd', error instanceof Error ? error.message : '');
  }
}

function refuseWhatIsNoEdit(file: StructuredPatch): void {
  if (file.isRename === true || file.isCopy === true) throw new PatchRefusal('renames');
  if (file.isDelete === true || isNothing(file.newFileName, file.newHeader))
    throw new PatchRefusal('deletes');
  const mode = file.newMode ?? '100644';
  // A new file may be plain text; a program, a link or a module of git may not come by a patch.
  if (mode !== '100644' || (file.oldMode !== undefined && file.isCreate !== true))
    throw new PatchRefusal('modes', mode);
  if (file.hunks.length === 0 && !isEmptyFile(file)) throw new PatchRefusal('notAPatch');
}

/** A new file with nothing in it has no hunk, and is named only in git's own line. */
function isEmptyFile({ isCreate, hunks }: StructuredPatch): boolean {
  return isCreate === true && hunks.length === 0;
}

/** How git, Subversion and diff say that there was no file, or is none any more: by a name, a word, or the time 0. */
function isNothing(name: string | undefined, header = ''): boolean {
  const [, day, time, zone, minutes] =
    /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.0+)? ([+-]\d\d)(\d\d)$/.exec(header) ?? [];
  return (
    name === '/dev/null' ||
    header === '(nonexistent)' ||
    Date.parse(`${day ?? ''}T${time ?? ''}${zone ?? ''}:${minutes ?? ''}`) === 0
  );
}

function nameOf(file: StructuredPatch, otherwise: string | undefined): Pick<Patch, 'path' | 'creates'> {
  // Subversion before 1.9 has `(revision 0)` on both sides.
  const isNew = isNothing(file.oldFileName, file.oldHeader) || file.oldHeader === '(revision 0)';
  const creates = isNew || isEmptyFile(file);
  const path = workspacePath(givenName(file) ?? otherwise ?? '');
  if (path === undefined || isGitsOwn(path)) throw new PatchRefusal('path', file.newFileName);
  return { path, creates };
}

function givenName(file: StructuredPatch): string | undefined {
  // A diff without its first lines has no names.
  const { oldFileName: before, newFileName: after } = file;
  if (after === undefined || before === undefined) return undefined;
  if (before === '/dev/null') return after.startsWith('b/') ? after.slice(2) : after;
  if (isSameFile(before, after)) return after;
  // Git puts a letter in front of each: `a/` and `b/`, others with diff.mnemonicPrefix; diff two folders.
  const [, old] = /^[^/]+\/(.+)$/s.exec(before) ?? [];
  const [, name] = /^[^/]+\/(.+)$/s.exec(after) ?? [];
  if (old === undefined || name === undefined || !isSameFile(old, name)) throw new PatchRefusal('renames');
  return name;
}

/** Also where the old one was put aside under a name of its own. */
function isSameFile(before: string, after: string): boolean {
  return before === after || ['.orig', '.old', '.bak', '~'].some(ending => before === after + ending);
}

function checkedHunks(hunks: readonly StructuredPatchHunk[], isCompleted: boolean): Hunk[] {
  if (hunks.length > maxHunks) throw new PatchRefusal('tooLarge', `${hunks.length} hunks`);
  let free = 1;
  for (const { oldStart, oldLines, newStart, lines } of hunks) {
    if (![oldStart - free, newStart - 1].every(isPlace))
      throw new PatchRefusal('absurd', `a hunk at ${oldStart}`);
    if (!lines.some(line => /^[+-]/.test(line))) throw new PatchRefusal('absurd', 'a hunk changes nothing');
    free = oldStart + oldLines;
  }
  return hunks.map(({ oldStart, lines }, index) => ({
    at: oldStart - 1,
    lines,
    ...(isCompleted && index === hunks.length - 1 && { isExact: true }),
  }));
}

/** How far a hunk lies behind the first line it could: what is no number at all does not either. */
function isPlace(distance: number): boolean {
  return distance >= 0 && distance <= maxHunkLine;
}
