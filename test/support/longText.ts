/** A text too long for one line of IRC, without any place where it might be cut more gladly than elsewhere. */
export const longText = (letter: string): string =>
  Array.from({ length: 200 }, (_, count) => `${letter}${String(count).padStart(3, '0')}é`).join('');

/** What the rows that match have in their first group, one behind the other. */
export const piecesOn = (rows: readonly string[], pattern: RegExp): string =>
  rows.map(row => pattern.exec(row)?.[1] ?? '').join('');
