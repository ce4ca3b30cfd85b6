import { maxFuzz } from './limits.ts';

const hunkHead = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;

/** U+FEFF at the start of a file, as it is or as the conversation shows it. */
const byteOrderMark = /^([ +-]?)(?:\ufeff|\u27e8U\+FEFF\u27e9)/;

/** Between hunks: what says again what the names say, and the signature under a mail of `git format-patch`. */
const ignored = /^(?:Index: |={20}|-- ?\r?$)/;

/** A name with its time behind blanks: tabs are lost where a terminal is copied. */
const timed =
  /^((?:---|\+\+\+) .*?)[ \t]+(\((?:revision|working copy|nonexistent|date)\b[^()]*\)|\d{4}-\d\d-\d\d[ T]\d\d:\d\d.*)$/;

/** A patch in the form that is read. */
interface TidyPatch {
  readonly text: string;
  /** Blank rows of context at its end were lost, and are there again. */
  readonly isCompleted: boolean;
}

/**
 * A patch as git, Subversion, diff, editors and mails have it, without what `git apply` ignores: repeated names, the
 * signature of a mail, byte order marks. Blank rows at its end that were trimmed are put back.
 */
export function tidyPatch(given: string): TidyPatch {
  const rows = given.replace(byteOrderMark, '').replace(/\n$/, '').split('\n');
  const tidy: string[] = [];
  let isCompleted = false;
  for (let index = 0; index < rows.length;) {
    const row = rows[index] ?? '';
    const hunk = hunkAt(rows, index);
    if (hunk === undefined && !ignored.test(row)) tidy.push(row.replace(timed, '$1\t$2'));
    index += 1;
    if (hunk === undefined) continue;
    const lines = rows.slice(index, hunk.end);
    tidy.push(row, ...(hunk.isFirst ? lines.map(line => line.replace(byteOrderMark, '$1')) : lines));
    index = hunk.end;
    // More of them would not be context, and less than all of the hunk is not applied.
    isCompleted = index === rows.length && hunk.missing > 0 && hunk.missing <= maxFuzz + 1;
    if (isCompleted) tidy.push(...Array.from({ length: hunk.missing }, () => ' '));
  }
  return { text: `${tidy.join('\n')}\n`, isCompleted };
}

/**
 * A patch from a message as git takes it: with a byte order mark where the message shows one, and with an end of its last
 * line. @param hasReturns the file's lines end with CR and LF: so do its own then, in hunks
 */
export function patchForGit(given: string, hasReturns: boolean): string {
  const patch = given.replace(/^([ +-])\u27e8U\+FEFF\u27e9/gm, '$1\ufeff');
  return hasReturns ? withCarriageReturns(patch) : `${patch.replace(/\n$/, '')}\n`;
}

function withCarriageReturns(patch: string): string {
  const rows = patch.replace(/\n$/, '').split('\n');
  for (let index = 0; index < rows.length; index += 1) {
    const hunk = hunkAt(rows, index);
    if (hunk === undefined) continue;
    for (index += 1; index < hunk.end; index += 1) {
      const isEnded = [rows[index], rows[index + 1]].every(row => row?.startsWith('\\') !== true);
      if (isEnded) rows[index] = `${rows[index] ?? ''}\r`;
    }
    index -= 1;
  }
  return `${rows.join('\n')}\n`;
}

interface HunkRows {
  /** The row after its last. */
  readonly end: number;
  /** It changes the start of the file. */
  readonly isFirst: boolean;
  /** Rows of context that are not there any more. */
  readonly missing: number;
}

/** The rows of the hunk whose head is the row `at`; undefined when that is no head. */
function hunkAt(rows: readonly string[], at: number): HunkRows | undefined {
  const head = hunkHead.exec(rows[at] ?? '');
  if (head === null) return undefined;
  let [before, after] = [Number(head[2] ?? 1), Number(head[4] ?? 1)];
  let end = at + 1;
  for (; end < rows.length && (before > 0 || after > 0); end += 1) {
    const sign = rows[end]?.trimEnd() === '' ? ' ' : (rows[end]?.[0] ?? '');
    if (!' +-\\'.includes(sign)) break;
    if (sign === ' ' || sign === '-') before -= 1;
    if (sign === ' ' || sign === '+') after -= 1;
  }
  const isFirst = Number(head[1]) <= 1 || Number(head[3]) <= 1;
  return { end, isFirst, missing: before === after ? before : 0 };
}
