const firstLetter = /\p{L}/u;
const rightToLeft = /^[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * Whether the paragraph (a line between line breaks) that holds `offset` runs from right to left: its first letter
 * decides, as with `unicode-bidi: plaintext`. https://www.unicode.org/reports/tr9/#P2
 */
export function isRightToLeft(text: string, offset: number): boolean {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  const letter = firstLetter.exec(text.slice(start, end < 0 ? undefined : end));
  return letter !== null && rightToLeft.test(letter[0]);
}
