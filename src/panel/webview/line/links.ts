import { maxLinkLength } from '../../messageLimits.ts';

/** A piece of a text: a link when it has an `href`, which is then the very text. */
export interface TextPiece {
  readonly text: string;
  readonly href?: string;
}

const linkPattern = /(?:https?:\/\/|mailto:)[^\s<>"'`\u27e8\u27e9]+/gi;
const openers: ReadonlyMap<string, string> = new Map([
  [')', '('],
  [']', '['],
  ['}', '{'],
]);

/** Cuts a text at its http, https and mailto links. The pieces joined give the text again. */
export function cutLinks(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let from = 0;
  for (const match of text.matchAll(linkPattern)) {
    // The host takes no longer ones; looking at their ends could cost time without bound.
    if (match[0].length > maxLinkLength) continue;
    const href = withoutSentenceEnd(match[0]);
    if (!leadsSomewhere(href)) continue;
    if (match.index > from) pieces.push({ text: text.slice(from, match.index) });
    pieces.push({ text: href, href });
    from = match.index + href.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}

/** A full stop after a link belongs to the sentence; so does a bracket that was not opened inside the link. */
function withoutSentenceEnd(link: string): string {
  const surplus = new Map(
    [...openers].map(([closer, opener]) => [closer, count(link, closer) - count(link, opener)]),
  );
  let end = link.length;
  for (; end > 0; end -= 1) {
    const character = link.charAt(end - 1);
    const unopened = surplus.get(character);
    if (unopened === undefined ? !/[.,;:!?*_~\u2019\u201d\u00bb\u2026]/.test(character) : unopened <= 0)
      break;
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
