import { isRightToLeft } from '../prompt/direction.ts';

/** A word that is suggested, with as much of it as stands there already. */
export interface Suggestion {
  readonly typed: string;
  readonly whole: string;
}

/** Characters of a suggestion that are shown: names of other people may be longer. */
const maxShown = 64;

/**
 * What is shown behind the caret: the rest of the word. A word that runs against its paragraph would have its rest
 * in the middle of what is typed: it is shown whole instead.
 */
export function suggestionText(text: string, { typed, whole }: Suggestion): string {
  const runsAlong = isRightToLeft(text, text.length) === isRightToLeft(whole, 0);
  return runsAlong ? cut(whole.slice(typed.length)) : ` ${cut(whole)} `;
}

function cut(text: string): string {
  return text.length > maxShown ? `${text.slice(0, maxShown).toWellFormed()}…` : text;
}
