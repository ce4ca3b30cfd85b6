import { maxLinkLength } from '../../messageLimits.ts';

/** A piece of a text: a link when it has an `href`, which is then the very text. */
export interface TextPiece {
  readonly text: string;
  readonly href?: string;
}

const linkPattern = /(?:https?:\/\/|mailto:)[^\s<>"`\u27e8\u27e9]+/gi;
const openers: ReadonlyMap<string, string> = new Map([
  [')', '('],
  [']', '['],
  ['}', '{'],
]);

/**
 * What ends a link wherever it stands: punctuation of scripts that put no space behind it, which an address would read as
 * its own dots and strokes; quotes; and Markdown's `](`.
 */
const innerEnd =
  /[\u3001-\u3003\u3008-\u3011\u3014-\u301f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\u060c\u061b\u061f\u06d4\u0964\u0965\u201a-\u201f\u2039\u203a\u00ab\u00bb]|\]\(/;

/** A host ends before the first letter of a script without spaces, where its last part had begun with others. */
const hostEnd =
  /^https?:\/\/[^/?#]*?(?:\.[a-z]{2,24}|:\d{1,5})(?=[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}][^./?#]*(?:[/?#]|$))/iu;

/** Characters in which the host of a link has ended. */
const maxHead = 300;

/** What ends a link when it stands before it, too. */
const enclosing: ReadonlySet<string> = new Set(["'", '|']);
/** The same, but only at its end. */
const emphasis: ReadonlySet<string> = new Set(['_', '~']);

/** Cuts a text at its http, https and mailto links. The pieces joined give the text again. */
export function cutLinks(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let from = 0;
  const links = new RegExp(linkPattern);
  for (let match = links.exec(text); match; match = links.exec(text)) {
    const before = text[match.index - 1] ?? '';
    const run = withoutWhatFollows(match[0], before);
    links.lastIndex = match.index + run.length;
    // The host takes no longer ones; looking at their ends could cost time without bound.
    if (run.length > maxLinkLength) continue;
    const href = withoutSentenceEnd(run, before);
    if (!leadsSomewhere(href)) continue;
    if (match.index > from) pieces.push({ text: text.slice(from, match.index) });
    pieces.push({ text: href, href });
    from = match.index + href.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}

function withoutWhatFollows(run: string, before: string): string {
  const ends = [run.search(innerEnd), enclosing.has(before) ? run.indexOf(before) : -1];
  const host = hostEnd.exec(run.slice(0, maxHead))?.[0].length ?? -1;
  return run.slice(0, Math.min(...[...ends, host].map(end => (end < 0 ? run.length : end))));
}

/** A full stop after a link belongs to the sentence; so does a bracket that was not opened inside the link. */
function withoutSentenceEnd(link: string, before: string): string {
  const surplus = new Map(
    [...openers].map(([closer, opener]) => [closer, count(link, closer) - count(link, opener)]),
  );
  let end = link.length;
  for (; end > 0; end -= 1) {
    const character = link.charAt(end - 1);
    const unopened = surplus.get(character);
    const isOutside =
      unopened === undefined
        ? /[.,;:!?*'\u2018\u2019\u2026]/.test(character) || (emphasis.has(character) && character === before)
        : unopened > 0;
    if (!isOutside) break;
    if (unopened !== undefined) surplus.set(character, unopened - 1);
  }
  return link.slice(0, end);
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

function leadsSomewhere(href: string): boolean {
  try {
    const { protocol, host, pathname } = new URL(href);
    return protocol === 'mailto:' ? pathname.includes('@') : host !== '';
  } catch {
    return false;
  }
}
