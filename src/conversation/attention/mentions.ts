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
  return wanted.length > 0 && text.search(searchFor(wanted)) >= 0;
}

/** Characters before and after a nick that are looked at. */
const maxAround = 256;

/**
 * Whether a nick stands in `text` as one, where no longer nick, address, path or room does. Both are folded already:
 * brackets and strokes may have become each other by that.
 */
export function namesNick(text: string, nick: string): boolean {
  if (nick === '' || !text.includes(nick)) return false;
  for (const { 0: found, index } of text.matchAll(searchFor([nick]))) {
    const end = index + found.length;
    const before = /\S*$/.exec(text.slice(Math.max(0, index - maxAround), index))?.[0] ?? '';
    const after = /^\S*/.exec(text.slice(end, end + maxAround))?.[0] ?? '';
    const isFirst = before.length === index || text[index - before.length - 1] === '\n';
    if (isWholeNick(before, after) && !isInAddress(before, after, isFirst)) return true;
  }
  return false;
}

/** Signs that nicks may hold, and that stand around them, too: brackets face the nick, the others are on both sides. */
function isWholeNick(before: string, after: string): boolean {
  const left = /[-_[\]{}\\|^`~]*$/.exec(before)?.[0] ?? '';
  const right = /^[-_[\]{}\\|^`~]*/.exec(after)?.[0] ?? '';
  const isEven = ['`', '|', '\\', '^', '~'].every(sign => left.includes(sign) === right.includes(sign));
  return isEven && !/[\]}]/.test(left) && !/[[{]/.test(right);
}

/** `https://x/ana`, `src/ana.ts`, `www.ana`, `ana@x`, `#ana`; but `ana/bob: look` speaks to both. */
function isInAddress(before: string, after: string, isFirst: boolean): boolean {
  if (before.includes('://')) return true;
  if (/[#&]$/.test(before) || /^@[\p{L}\p{N}]/u.test(after)) return true;
  if (/[\p{L}\p{N}_]\.$/u.test(before) || /^\.[\p{L}\p{N}_]/u.test(after)) return true;
  if (!/[\\/]$/.test(before) && !/^[\\/]/.test(after)) return false;
  const isList = /^(?:@?[^\\/.:@]+\/)*@?$/.test(before) && /^(?:\/@?[^\\/.:@]+)*[:,]/.test(after);
  return !(isFirst && isList);
}

function searchFor(words: readonly string[]): RegExp {
  const key = words.join('\n');
  const known = searches.get(key);
  if (known !== undefined) return known;
  const escaped = words.map(word => word.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`));
  const around = [`(?<!${partOfWord}-?)`, `(?!-?${partOfWord})`];
  const search = new RegExp(`${around[0] ?? ''}(?:${escaped.join('|')})${around[1] ?? ''}`, 'gu');
  searches.set(key, search);
  return search;
}

/** How keywords and what is searched for them are compared: whatever the case, whatever the form of accents. */
export function foldText(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
