/**
 * What makes the word beside it a part of another one: letters and digits of every script, marks on them, the
 * underscore, and each of these across a hyphen.
 */
const endsWord = /[\p{L}\p{M}\p{N}_]-?$/u;
const startsWord = /^-?[\p{L}\p{M}\p{N}_]/u;

/** Whether one of `words` stands in `text` as a whole word. All of them, and the text, are folded already. */
export function hasWord(text: string, words: readonly string[]): boolean {
  return words.some(word => word !== '' && standsIn(text, word));
}

/** How keywords and what is searched for them are compared: whatever the case, whatever the form of accents. */
export function foldText(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

function standsIn(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    // The longest character is two units; what a hyphen ties on is one more.
    const before = text.slice(Math.max(0, at - 3), at);
    const after = text.slice(at + word.length, at + word.length + 3);
    if (!endsWord.test(before) && !startsWord.test(after)) return true;
  }
  return false;
}
