import { foldCase } from './names.ts';

const star = 0x2a;
const questionMark = 0x3f;

/**
 * Whether `text` fits `mask`, in which `*` stands for anything and `?` for one character; A to Z count as a to z.
 * https://modern.ircdocs.horse/#wildcard-expressions
 *
 * Takes at most as many steps as the two lengths multiplied, whatever the mask: a stranger may have written it.
 */
export function matchMask(mask: string, text: string): boolean {
  return matchFolded(foldCase(mask), foldCase(text));
}

/** `matchMask` for those who have folded both sides already. */
export function matchFolded(mask: string, text: string): boolean {
  let at = 0;
  let from = 0;
  // Where to go on when it does not fit: after the last star, with one more unit of the text given to it.
  let afterStar = -1;
  let starEnd = 0;
  while (from < text.length) {
    const wanted = mask.charCodeAt(at);
    if (wanted === star) {
      afterStar = ++at;
      starEnd = from;
    } else if (wanted === questionMark || wanted === text.charCodeAt(from)) {
      from += wanted === questionMark ? unitsAt(text, from) : 1;
      at++;
    } else if (afterStar >= 0) {
      at = afterStar;
      from = ++starEnd;
    } else return false;
  }
  while (mask.charCodeAt(at) === star) at++;
  return at === mask.length;
}

/** 2 where an astral character begins, else 1. */
function unitsAt(text: string, index: number): number {
  return (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
}

/**
 * Makes a whole `nick!user@host` mask of what somebody wrote of one: `ann` is `ann!*@*`, `x@host` is `*!x@host`, and what
 * has a dot or a colon, which no nick has, is a host. Several stars in a row become one.
 */
export function completeMask(text: string): string {
  const at = text.lastIndexOf('@');
  const host = at < 0 ? '' : text.slice(at + 1);
  const rest = at < 0 ? text : text.slice(0, at);
  const bang = rest.indexOf('!');
  const nick = bang < 0 ? '' : rest.slice(0, bang);
  const last = bang < 0 ? rest : rest.slice(bang + 1);
  return joinMask(placeLast(last, { hasBang: bang >= 0, hasAt: at >= 0, nick, host }));
}

interface MaskParts {
  readonly nick: string;
  readonly user: string;
  readonly host: string;
}

/** What stands between `!` and `@` is the user; without one of them it may be something else. */
function placeLast(
  last: string,
  { hasBang, hasAt, nick, host }: { hasBang: boolean; hasAt: boolean; nick: string; host: string },
): MaskParts {
  if (hasBang || hasAt) return { nick, user: last, host };
  return /[.:]/.test(last) ? { nick, user: '', host: last } : { nick: last, user: '', host };
}

function joinMask({ nick, user, host }: MaskParts): string {
  return `${nick || '*'}!${user || '*'}@${host || '*'}`.replace(/\*{2,}/g, '*');
}
