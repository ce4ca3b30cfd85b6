import { inEnglish, type Translate } from '../../chat/translate.ts';

let table: Readonly<Record<string, string>> = {};

/** Takes the user's language: the English sentence is the key. It comes with each snapshot. */
export function useWords(words: Readonly<Record<string, string>>): void {
  table = words;
}

/**
 * The sentence in the user's language, or as it stands when the table lacks it; `{name}` is replaced by what `args`
 * holds. Call it with a string literal, so that the sentences can be collected.
 */
export const t: Translate = (message, args = {}) => {
  const sentence = Object.hasOwn(table, message) ? (table[message] ?? message) : message;
  return inEnglish(sentence, args);
};
