import { maxLineBytes } from '../../irc/limits.ts';
import { nickOf } from '../../irc/names.ts';
import { splitByBytes, utf8Length } from '../../irc/utf8.ts';
import { batch, chathistory, serverTime } from '../core/capabilities.ts';
import type { Channel } from '../channels/channel.ts';
import type { Context } from '../core/context.ts';
import { OutgoingBatch } from '../core/outgoingBatch.ts';
import { OutgoingMessage } from '../core/outgoing.ts';
import { type Entry, isMultiline, isText } from './entry.ts';
import { keptSinceTags } from './losses.ts';
import { replay } from './replay.ts';
import { select } from './selection.ts';

const ctcp = '\u{1}';
const action = `${ctcp}ACTION `;

/**
 * Shows somebody who has come into a channel, and has no way to ask, what was said there last. Clients that know
 * batches and times get the messages as they were, in a batch that says what they are. Any other would show them as if
 * they were said now, by those who said them then: it gets notices in the server's name, with time and nick in the
 * text. (Irssi is one: it takes the time tag and, unless told otherwise, does not show it.)
 */
export function playBack(context: Pick<Context, 'relay' | 'session'>, channel: Channel): void {
  const { relay, session } = context;
  const { playbackMessages: entries, playbackBytes: bytes } = relay.limits;
  if (entries === 0 || session.has(chathistory)) return;
  const { ring, name } = relay.histories.ofChannel(channel);
  const limits = { entries, bytes, isVisible: isText };
  const said = select(ring, { type: 'latest', from: undefined }, limits)?.entries ?? [];
  if (said.length === 0) return;
  if (!session.has(batch | serverTime)) {
    sendNotices(context, name, said);
    return;
  }
  const about = { source: relay.serverName, time: relay.time.now(), reference: relay.newId() };
  const items = said.map(entry => replay(entry, name));
  const tags = keptSinceTags(relay.histories.losses.keptSince(name));
  session.send(new OutgoingBatch({ ...about, type: 'chathistory', params: [name], items, tags }));
}

function sendNotices(
  { relay, session }: Pick<Context, 'relay' | 'session'>,
  name: string,
  said: readonly Entry[],
): void {
  const { serverName: source, time, limits } = relay;
  const now = time.now();
  const room = maxLineBytes - 2 - utf8Length(`:${source} NOTICE ${name} :`);
  const notice = (text: string, time: number): void => {
    for (const part of splitByBytes(text, room))
      session.send(new OutgoingMessage({ source, command: 'NOTICE', params: [name, part], time }));
  };
  notice('What was said here before you came (times are UTC):', now);
  for (const entry of said)
    for (const line of linesOf(entry, limits.playbackLines))
      notice(`[${timeText(entry.time, now)}] ${line}`, entry.time);
}

/** The time of day, with the day where it is not today's. */
function timeText(time: number, now: number): string {
  const [day = '', clock = ''] = new Date(time).toISOString().slice(0, 19).split('T');
  return new Date(now).toISOString().startsWith(day) ? clock : `${day} ${clock}`;
}

function linesOf(entry: Entry, maxLines: number): string[] {
  const nick = nickOf(entry.source ?? '');
  if (!isMultiline(entry)) return [lineOf(nick, entry.command, entry.params[1] ?? '')];
  const texts = entry.parts.map(part => part.text).filter(text => text !== '');
  const lines = texts.slice(0, maxLines).map(text => lineOf(nick, 'PRIVMSG', text));
  const more = texts.length - lines.length;
  return more === 0 ? lines : [...lines, `<${nick}> (and ${more} more lines)`];
}

function lineOf(nick: string, command: string, text: string): string {
  if (command === 'NOTICE') return `-${nick}- ${text}`;
  if (!text.startsWith(action)) return `<${nick}> ${text}`;
  return `* ${nick} ${text.slice(action.length).replace(ctcp, '')}`;
}
