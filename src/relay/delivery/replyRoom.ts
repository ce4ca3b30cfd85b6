import { maxLineBytes } from '../../irc/limits.ts';
import { splitByBytes, utf8Length } from '../../irc/utf8.ts';
import type { Context } from '../core/context.ts';

/** What a reply has to know of the relay and of who gets it. */
type Reader = Pick<Context, 'relay' | 'session'>;

/**
 * Bytes that the last parameter of a numeric may have, so that the line keeps to its length.
 *
 * @param before the parameters between the reader's nick and the last one
 */
export function replyRoom({ relay, session }: Reader, numeric: string, ...before: string[]): number {
  const head = [`:${relay.serverName}`, numeric, session.nick || '*', ...before].join(' ');
  return maxLineBytes - 2 - utf8Length(`${head} :`);
}

/** Sends a numeric of which the last parameter is cut, between characters, where the line would grow too long. */
export function replyCut(reader: Reader, numeric: string, ...params: string[]): void {
  const before = params.slice(0, -1);
  const [text = ''] = splitByBytes(params.at(-1) ?? '', replyRoom(reader, numeric, ...before));
  reader.session.reply(numeric, ...before, text);
}
