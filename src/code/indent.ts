import { splitRows } from './findLines.ts';

/**
 * Code as it fits at a place: what all its lines are indented by goes, and each but the first gets the place's own
 * indentation. Empty lines stay empty.
 */
export function indented(code: string, indentation: string): string {
  const rows = splitRows(code.replace(/(?:\r\n|\n|\r)$/, ''));
  const common = commonIndentation(rows.filter(row => row.trim() !== ''));
  return rows
    .map(row => (row.trim() === '' ? '' : row.slice(common.length)))
    .map((row, index) => (index === 0 || row === '' ? row : indentation + row))
    .join('\n');
}

function commonIndentation(rows: readonly string[]): string {
  const [first = '', ...others] = rows.map(row => /^[\t ]*/.exec(row)?.[0] ?? '');
  return others.reduce((common, next) => {
    const most = Math.min(common.length, next.length);
    let length = 0;
    while (length < most && common[length] === next[length]) length++;
    return common.slice(0, length);
  }, first);
}
