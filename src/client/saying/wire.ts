import { randomBytes } from 'node:crypto';
import { maxLineBytes } from '../../irc/limits.ts';
import type { Message } from '../../irc/message.ts';
import { lineIdTag } from '../../irc/pychatNames.ts';
import type { Tags } from '../../irc/tags.ts';
import { utf8Length } from '../../irc/utf8.ts';
import { maxNameLength, minTextBytes } from '../limits.ts';
import type { Server } from '../server.ts';
import type { Unit } from './compose.ts';

/**
 * The client-only tag under which a message of ours carries its own id, so that one which had to be sent again after
 * a break, because its echo was lost, is shown once.
 */
export const idTag = lineIdTag;

/** The client-only tag that names the message which is answered or reacted to. https://ircv3.net/specs/client-tags/reply */
export const replyTag = '+draft/reply';

/** Client-only tags for a reaction, and for taking it back. https://ircv3.net/specs/client-tags/react */
export const reactTag = '+draft/react';
export const unreactTag = '+draft/unreact';

/** https://ircv3.net/specs/client-tags/typing */
export const typingTag = '+typing';

/** An id that nobody can guess: 24 characters. */
export function newId(): string {
  return randomBytes(18).toString('base64url');
}

/** Bytes of `!user@host` where the server has not shown us ours: 1 + 10 + 1 + 63. */
const addressBytes = 75;

/** What is left of 512 bytes when others get the line: `:nick!user@host PRIVMSG #room :text` CR LF. */
export function textBytesFor({ source, nick }: Server, target: string): number {
  const shown =
    source === '' ? utf8Length(nick) + addressBytes : utf8Length(source.slice(0, maxNameLength * 2));
  const around = utf8Length(`: PRIVMSG ${target} :`) + 2;
  return Math.max(minTextBytes, maxLineBytes - around - shown);
}

/** How a unit goes on the wire. https://ircv3.net/specs/extensions/multiline */
export function messagesOf(unit: Unit, tags: Tags, target: string, reference: string): Message[] {
  const [first] = unit;
  if (first === undefined) return [];
  if (unit.length === 1) return [{ tags, command: 'PRIVMSG', params: [target, first.text] }];
  const lines = unit.map(part => ({
    tags: new Map([['batch', reference], ...(part.concat ? concatTag : [])]),
    command: 'PRIVMSG',
    params: [target, part.text],
  }));
  const open = { tags, command: 'BATCH', params: [`+${reference}`, 'draft/multiline', target] };
  return [open, ...lines, { tags: new Map(), command: 'BATCH', params: [`-${reference}`] }];
}

const concatTag: readonly (readonly [string, string])[] = [['draft/multiline-concat', '']];
