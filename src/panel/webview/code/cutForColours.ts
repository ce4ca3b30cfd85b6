/** Characters (UTF-16 units) and rows of code that gets colours; longer code stays plain. */
export const maxColouredCharacters = 102_400;
export const maxColouredRows = 2_000;
/** Characters of a row, and of a run without spaces or brackets in it: some grammars take the square of these. */
export const maxColouredRow = 1_000;
export const maxColouredRun = 500;

/**
 * Of one piece, which is coloured in one go: a millisecond or two. Where a grammar takes the square of its length, as that of C
 * does of words without brackets, it is some tens of them.
 */
export const maxPieceCharacters = 4_096;
export const maxPieceRows = 200;

const longRun = new RegExp(`[^\\s(){}\\[\\];]{${maxColouredRun + 1}}`);

/**
 * Cuts code between rows into pieces that are coloured one after the other; a comment over a cut loses its colour there.
 * The pieces joined give the text again; none when it is to stay plain.
 */
export function cutForColours(text: string): readonly string[] {
  if (text === '' || text.length > maxColouredCharacters) return [];
  const rows = text.split('\n');
  const isLong = rows.some(row => row.length > maxColouredRow);
  if (rows.length > maxColouredRows || isLong || longRun.test(text)) return [];
  const pieces: string[] = [];
  let from = 0;
  while (from < rows.length) {
    const to = endOfPiece(rows, from);
    pieces.push(rows.slice(from, to).join('\n') + (to < rows.length ? '\n' : ''));
    from = to;
  }
  return pieces;
}

/** After an empty row where there is one: comments and strings seldom go over it. */
function endOfPiece(rows: readonly string[], from: number): number {
  let characters = 0;
  let afterEmpty = from;
  let to = from;
  for (; to < rows.length && to - from < maxPieceRows; to += 1) {
    const row = rows[to] ?? '';
    characters += row.length + 1;
    if (characters > maxPieceCharacters) break;
    if (row === '') afterEmpty = to + 1;
  }
  return to < rows.length && afterEmpty > from ? afterEmpty : to;
}
