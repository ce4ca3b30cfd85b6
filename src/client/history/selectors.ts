import { isMsgid } from '../../irc/names.ts';
import type { Whole } from '../reading/batches.ts';
import type { MessageMark } from './marks.ts';
import type { Server } from '../server.ts';

/** A place in history as a request names it. https://ircv3.net/specs/extensions/chathistory#chathistory-command */
export function selectorOf(server: Server, { msgid, at }: MessageMark): string {
  return msgid !== '' && server.takesMsgids ? `msgid=${msgid}` : timestampOf(at);
}

/** @param at milliseconds since 1970, cut to what a date of four digits can be */
export function timestampOf(at: number): string {
  return `timestamp=${new Date(Math.min(Math.max(0, at), maxTime)).toISOString()}`;
}

/** The place of a message that a server sent; undefined when it has neither a name nor a time. */
export function selectorOfMessage(server: Server, { tags }: Whole): string | undefined {
  const msgid = tags.get('msgid') ?? '';
  if (isMsgid(msgid) && server.takesMsgids) return `msgid=${msgid}`;
  const at = Date.parse(tags.get('time') ?? '');
  return at >= 0 && at <= maxTime ? timestampOf(at) : undefined;
}

/** The last millisecond with a year of four digits. */
export const maxTime = Date.UTC(9999, 11, 31);
