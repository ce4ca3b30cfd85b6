import { BoundedMap } from '../../common/boundedMap.ts';

/**
 * What makes the word beside it a part of another one: letters and digits of every script, marks on them, the
 * underscore, and each of these across a hyphen.
 */
const partOfWord = String.raw`[\p{L}\p{M}\p{N}_]`;

/** The searches for the last words that were looked for: nicks and keywords, which seldom change. */
const searches = new BoundedMap<string, RegExp>(20);

/** Whether one of `words` stands in `text` as a whole word. All of them, and the text, are folded already. */
export function hasWord(text: string, words: readonly string[]): boolean {
  const wanted = words.filter(word => word !== '' && text.includes(word));
  return wanted.length > 0 && searchFor(wanted).test(text);
}

function searchFor(words: readonly string[]): RegExp {
  const key = words.join('\n');
  const known = searches.get(key);
  if (known !== undefined) return known;
  const escaped = words.map(word => word.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`));
  const around = [`(?<!${partOfWord}-?)`, `(?!-?${partOfWord})`];
  const search = new RegExp(`${around[0] ?? ''}(?:${escaped.join('|')})${around[1] ?? ''}`, 'u');
  searches.set(key, search);
  return search;
}

/** How keywords and what is searched for them are compared: whatever the case, whatever the form of accents. */
export function foldText(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
