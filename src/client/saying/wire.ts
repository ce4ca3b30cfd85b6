import type { Message } from '../../irc/message.ts';
import type { Tags } from '../../irc/tags.ts';
import type { Unit } from './compose.ts';
import type { MultilineLimits } from './multilineLimits.ts';

/** What the outbox needs of a connection on which we are in the first room. */
export interface Wire {
  /** Our messages come back to us (`echo-message`). */
  readonly canEcho: boolean;
  /** Answers carry the label of what they answer (`labeled-response`). */
  readonly canLabel: boolean;
  /** Tags of ours are handed on (`message-tags`). */
  readonly canTag: boolean;
  readonly multiline?: MultilineLimits | undefined;
  /** Bytes of text on a line to a target. */
  textBytes(target: string): number;
  /** Whether two names are one to the server. */
  same(one: string, other: string): boolean;
  /** Sends messages together, now or when the server's patience allows it. */
  write(item: WireItem): void;
}

/** What is to be written: not at all if nobody wants it any more by then; `written` is called after it was. */
export interface WireItem {
  readonly messages: readonly Message[];
  readonly isWanted: () => boolean;
  readonly written: () => void;
}

/**
 * The client-only tag under which a message of ours carries its own id, so that one which had to be sent again after
 * a break, because its echo was lost, is shown once.
 */
export const idTag = '+pychat/id';

/** The client-only tag that names the message which is answered or reacted to. https://ircv3.net/specs/client-tags/reply */
export const replyTag = '+draft/reply';

/** Client-only tags for a reaction, and for taking it back. https://ircv3.net/specs/client-tags/react */
export const reactTag = '+draft/react';
export const unreactTag = '+draft/unreact';

/** https://ircv3.net/specs/client-tags/typing */
export const typingTag = '+typing';

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
