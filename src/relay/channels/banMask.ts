import { completeMask, matchFolded } from '../../irc/mask.ts';
import { foldCase } from '../../irc/names.ts';
import { utf8Length } from '../../irc/utf8.ts';
import { parseFingerprint } from '../../trust/fingerprint.ts';
import type { Session } from '../core/session.ts';

/** Someone as bans see them. */
export interface BanSubject {
  /** `nick!user@host`, folded. */
  readonly source: string;
  /** The key fingerprint, of those who have shown a key. */
  readonly key: string | undefined;
  /** The session's `mark`. */
  readonly connection: object;
}

/** Somebody as bans see them, now. */
export function banSubject(session: Session): BanSubject {
  return { source: foldCase(session.source), key: session.peer.key, connection: session.mark };
}

/**
 * One entry of a ban list: a `nick!user@host` mask or, as `z:` and 64 hex digits, the key of one person. With `m:` in
 * front it only mutes. https://modern.ircdocs.horse/#extban-parameter
 */
export interface BanMask {
  /** As lists show it. */
  readonly text: string;
  readonly onlyMutes: boolean;
  /** The key of the person whose nick it names. */
  readonly key?: string;
  readonly matches: (subject: BanSubject) => boolean;
}

/** Somebody an entry is meant for: by key, or by connection where there is none. */
export interface MeantPerson {
  readonly key?: string;
  readonly connection?: object;
}

/**
 * The same entry for the person whose nick it names, so that another nick does not change who is meant.
 *
 * @param isGrant what it gives is for that key alone: somebody else who takes the nick does not get it. What it takes
 *   away holds for the nick as well
 */
export function forPerson(mask: BanMask, { key, connection }: MeantPerson, isGrant: boolean): BanMask {
  if (key === undefined)
    return { ...mask, matches: subject => subject.connection === connection || mask.matches(subject) };
  const matches = (subject: BanSubject): boolean =>
    subject.key === key || (!isGrant && mask.matches(subject));
  return { ...mask, key, matches };
}

/** The nick that an entry names, which is one of a person and not a pattern for many; undefined for any other entry. */
export function nickNamedBy({ text, onlyMutes }: BanMask): string | undefined {
  const [nick = ''] = (onlyMutes ? text.slice(2) : text).split('!');
  return /[*?:]/.test(nick) ? undefined : nick;
}

/** The letters before the colon, as `EXTBAN` has them. */
export const extendedBans = 'mz';

/**
 * Reads an entry as it was typed, completing what is not whole.
 *
 * @param maxBytes of the entry once whole
 * @returns undefined for what is no entry: a `z:` without a key, something too long, empty or with a space in it
 */
export function parseBanMask(typed: string, maxBytes: number): BanMask | undefined {
  const onlyMutes = /^m:/i.test(typed);
  const who = onlyMutes ? typed.slice(2) : typed;
  // A mask that began with a colon could stand only at the end of a line.
  if (who === '' || who.startsWith(':') || who.includes(' ')) return undefined;
  const mask = /^z:/i.test(who) ? keyMask(who.slice(2)) : sourceMask(who);
  if (mask === undefined) return undefined;
  const text = `${onlyMutes ? 'm:' : ''}${mask.text}`;
  return utf8Length(text) > maxBytes ? undefined : { ...mask, text, onlyMutes };
}

function keyMask(typed: string): Pick<BanMask, 'text' | 'matches'> | undefined {
  const key = parseFingerprint(typed);
  return key === undefined ? undefined : { text: `z:${key}`, matches: subject => subject.key === key };
}

function sourceMask(typed: string): Pick<BanMask, 'text' | 'matches'> {
  const text = completeMask(typed);
  const folded = foldCase(text);
  return { text, matches: subject => matchFolded(folded, subject.source) };
}
