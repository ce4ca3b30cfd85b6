import { randomBytes } from 'node:crypto';
import {
  decodeInvite,
  encodeInvite,
  hasChecksum,
  InvalidInvite,
  type Invite,
  inviteVersion,
  maxInviteBytes,
  ShortInvite,
} from './inviteBytes.ts';

export type { Invite } from './inviteBytes.ts';

/**
 * Why a text is not let pass as an invite: something else altogether, its end is missing, a newer PyChat made it, it
 * was changed on the way, it is longer than any invite, or it says what cannot be.
 */
export type InviteFault = 'notAnInvite' | 'cutShort' | 'fromTheFuture' | 'damaged' | 'tooLong' | 'invalid';

/** A text that is no usable invite. The message is for the log. */
export class InviteError extends Error {
  override readonly name = 'InviteError';
  readonly reason: InviteFault;

  constructor(reason: InviteFault, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** Characters in which an invite is looked for, and beginnings of one that are tried. */
export const maxInviteText = 65_536;
const maxHeads = 20;

/** How an invite begins, alone or in a link, with its version. */
const heads = /pychat(\d{1,3})-/gi;
const letters = /[A-Za-z0-9_-]*/y;
/** What comes between its letters on the way: white space and signs that are not seen, line ends of mails, their quotes. */
const glue = /(?:=\r?\n|[\s\u00ad\u200b\u2060])[\s\u00ad\u200b\u2060>|]*/y;
/** Lines into which a mail breaks an invite. */
const maxParts = 64;

/**
 * Writes an invite as a short text of letters, digits, hyphens and underscores.
 *
 * @throws {InviteError} `invalid` when a field is out of its bounds
 */
export function serializeInvite(invite: Invite): string {
  return `pychat${inviteVersion}-${strictly(() => encodeInvite(invite)).toString('base64url')}`;
}

/** Whether something in a text begins as invites do, of whatever version. */
export function looksLikeInvite(text: string): boolean {
  return text.length <= maxInviteText && text.search(heads) >= 0;
}

/**
 * Reads an invite: the short text, or the link of any editor, in whatever text is around it. Where it ends its checksum
 * says; white space, line breaks and quote marks that a mail program put inside are ignored.
 *
 * @param text untrusted, of any length; of several the first that is whole
 * @throws {InviteError} for the first beginning of one, where none is whole
 */
export function parseInvite(text: string): Invite {
  let fault: InviteError | undefined;
  const found = [...text.slice(0, maxInviteText).matchAll(heads)].slice(0, maxHeads);
  for (const { 0: head, 1: version, index } of found) {
    try {
      if (Number(version) > inviteVersion) throw newer();
      return inviteAt(text, index + head.length);
    } catch (error) {
      if (!(error instanceof InviteError)) throw error;
      fault ??= error;
    }
  }
  if (fault) throw fault;
  if (text.length > maxInviteText) throw new InviteError('tooLong', 'longer than any invite');
  throw new InviteError('notAnInvite', 'begins nowhere as an invite');
}

/** The invite whose letters begin at a place. */
function inviteAt(text: string, at: number): Invite {
  const parts: string[] = [];
  let end = at;
  for (let next: number | undefined = at; next !== undefined && parts.length < maxParts;) {
    const part = matchAt(letters, text, next);
    parts.push(part);
    end = next + part.length;
    const whole = wholeBytes(parts.join(''));
    if (whole && (whole[0] ?? 0) > inviteVersion) throw newer();
    if (whole) return strictly(() => decodeInvite(whole));
    const between = matchAt(glue, text, end).length;
    next = between > 0 ? end + between : undefined;
  }
  throw faultOf(parts[0] ?? '', matchAt(letters, text, end + 1) !== '');
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

/** The bytes of an invite's letters when their checksum is right; what stands around a word in Markdown may be at their end. */
function wholeBytes(written: string): Buffer | undefined {
  return [0, 1, 2]
    .map(count => written.slice(0, written.length - count))
    .flatMap(tried => {
      const isTrimmed = /^[_-]*$/.test(written.slice(tried.length));
      const bytes = isTrimmed ? decodeText(tried) : undefined;
      return bytes && hasChecksum(bytes) ? [bytes] : [];
    })[0];
}

/** Undefined where bits are left that belong to no byte: a last character is missing, or was changed. */
function decodeText(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  const isExact = bytes.length <= maxInviteBytes && bytes.toString('base64url') === text;
  return isExact ? bytes : undefined;
}

/** @param isBroken another sign stands among its letters */
function faultOf(written: string, isBroken: boolean): InviteError {
  const bytes = Buffer.from(written, 'base64url');
  if ((bytes[0] ?? 0) > inviteVersion) return newer();
  if (bytes.length > maxInviteBytes) return new InviteError('tooLong', 'longer than any invite');
  return isBroken ? new InviteError('damaged', 'a character that no invite holds') : damageOf(bytes);
}

function newer(): InviteError {
  return new InviteError('fromTheFuture', 'made by a newer PyChat');
}

/** What happened to bytes whose checksum is wrong: if more were to come by their own account, the end was lost. */
function damageOf(bytes: Buffer): InviteError {
  try {
    decodeInvite(bytes);
  } catch (error) {
    if (error instanceof ShortInvite) return new InviteError('cutShort', error.message);
  }
  return new InviteError('damaged', 'the checksum differs');
}

function strictly<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof InvalidInvite || error instanceof ShortInvite) {
      throw new InviteError('invalid', error.message);
    }
    throw error;
  }
}

/** A new secret for a room: 128 random bits as 22 base64url characters. */
export function newToken(): string {
  return randomBytes(16).toString('base64url');
}
