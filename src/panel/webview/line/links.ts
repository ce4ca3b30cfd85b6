import { maxLinkLength } from '../../messageLimits.ts';

/** A piece of a text: a link when it has an `href`, which is then the very text. */
export interface TextPiece {
  readonly text: string;
  readonly href?: string;
}

const openers: ReadonlyMap<string, string> = new Map([
  [')', '('],
  [']', '['],
  ['}', '{'],
]);

/**
 * What ends a link wherever it stands: punctuation of scripts that put no space behind it, which an address would read as
 * its own dots and strokes; quotes; and Markdown's `](`.
 */
const innerEnds = String.raw`\u3001-\u3003\u3008-\u3011\u3014-\u301f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\u060c\u061b\u061f\u06d4\u0964\u0965\u201a-\u201f\u2039\u203a\u00ab\u00bb`;

const inner = String.raw`(?!\]\()[^\s<>"\u0060\u27e8\u27e9${innerEnds}]`;

const linkStart = /(?:https?:\/\/|mailto:)/gi;
const linkRun = new RegExp(String.raw`^(?:https?:\/\/|mailto:)(?:${inner})+`, 'i');
const restOfLink = new RegExp(`(?:${inner})*`, 'y');

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
  const links = new RegExp(linkStart);
  for (let match = links.exec(text); match; match = links.exec(text)) {
    const before = text[match.index - 1] ?? '';
    const run = runAt(text, match.index, before);
    links.lastIndex = match.index + Math.max(run.length, match[0].length);
    // The host takes no longer ones.
    if (run.length > maxLinkLength) {
      restOfLink.lastIndex = links.lastIndex;
      restOfLink.exec(text);
      links.lastIndex = restOfLink.lastIndex;
      continue;
    }
    const href = withoutSentenceEnd(run, before);
    if (!leadsSomewhere(href)) continue;
    if (match.index > from) pieces.push({ text: text.slice(from, match.index) });
    pieces.push({ text: href, href });
    from = match.index + href.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}

/** All of a link that begins there, and a character more when it is too long. In one row there may be many: each is read little beyond its end. */
function runAt(text: string, at: number, before: string): string {
  const head = linkRun.exec(text.slice(at, at + maxHead))?.[0] ?? '';
  const host = hostEnd.exec(head)?.[0] ?? head;
  const quote = enclosing.has(before) ? host.indexOf(before) : -1;
  if (quote >= 0) return host.slice(0, quote);
  if (host.length < maxHead) return host;
  const run = linkRun.exec(text.slice(at, at + maxLinkLength + 1))?.[0] ?? '';
  const end = enclosing.has(before) ? run.indexOf(before) : -1;
  return end >= 0 ? run.slice(0, end) : run;
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
