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

/** Characters before the short text in a link. */
const maxLinkHead = 512;

/** Characters that are looked at: the longest invite as a link, with room for white space around it. */
export const maxInviteLength = 4_096;

const headPattern =
  /^\s*(?:[a-z][a-z0-9+.-]{0,63}:\/\/[^\s#?]{1,255}\/join(?:\?[^\s#]{0,127})?#)?pychat(\d{1,3})-/i;

/**
 * Writes an invite as a short text of letters, digits, hyphens and underscores.
 *
 * @throws {InviteError} `invalid` when a field is out of its bounds
 */
export function serializeInvite(invite: Invite): string {
  return `pychat${inviteVersion}-${strictly(() => encodeInvite(invite)).toString('base64url')}`;
}

/** Whether a text begins as invites do, of whatever version. Looks at its head only. */
export function looksLikeInvite(text: string): boolean {
  return text.length <= maxInviteLength && versionOf(text) !== undefined;
}

function versionOf(text: string): { version: number; bodyAt: number } | undefined {
  const match = headPattern.exec(text.slice(0, 2 * maxLinkHead));
  return match ? { version: Number(match[1]), bodyAt: match[0].length } : undefined;
}

/**
 * Reads an invite: the short text, or the link of any editor. White space around it and line breaks that a mail
 * program put inside are passed over.
 *
 * @param text untrusted, of any length
 * @throws {InviteError}
 */
export function parseInvite(text: string): Invite {
  const head = versionOf(text);
  if (head && head.version > inviteVersion) throw newer();
  if (text.length > maxInviteLength) throw new InviteError('tooLong', 'longer than any invite');
  if (!head) throw new InviteError('notAnInvite', 'does not begin as an invite');
  const bytes = decodeText(text.slice(head.bodyAt).replace(/\s+/g, ''));
  if ((bytes[0] ?? 0) > inviteVersion) throw newer();
  if (!hasChecksum(bytes)) throw damageOf(bytes);
  return strictly(() => decodeInvite(bytes));
}

function newer(): InviteError {
  return new InviteError('fromTheFuture', 'made by a newer PyChat');
}

function decodeText(text: string): Buffer {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) throw new InviteError('damaged', 'a character that no invite holds');
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length > maxInviteBytes) throw new InviteError('tooLong', 'longer than any invite');
  // Bits that belong to no byte: a last character is missing, or was changed.
  if (bytes.toString('base64url') !== text) throw damageOf(bytes);
  return bytes;
}

/** What befell bytes whose checksum is wrong: if more were to come by their own account, the end was lost. */
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
