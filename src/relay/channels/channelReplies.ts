import { maxLineBytes } from '../../irc/limits.ts';
import {
  RPL_ENDOFNAMES,
  RPL_NAMREPLY,
  RPL_NOTOPIC,
  RPL_TOPIC,
  RPL_TOPICWHOTIME,
} from '../../irc/numerics.ts';
import { utf8Length } from '../../irc/utf8.ts';
import { userhostInNames } from '../core/capabilities.ts';
import type { Channel, Member } from './channel.ts';
import type { Context } from '../core/context.ts';
import { echo } from '../core/ircError.ts';
import { prefixFor } from './memberPrefix.ts';
import { packWords } from '../delivery/packWords.ts';
import type { Session } from '../core/session.ts';

/** Who gets a reply, and from which relay. */
export type Reader = Pick<Context, 'relay' | 'session'>;

/** The topic with who set it, or that there is none. */
export function sendTopic({ session }: Pick<Reader, 'session'>, channel: Channel): void {
  const set = channel.topic;
  if (set === undefined) {
    session.reply(RPL_NOTOPIC, channel.name, 'No topic is set');
    return;
  }
  session.reply(RPL_TOPIC, channel.name, set.text);
  session.reply(RPL_TOPICWHOTIME, channel.name, set.by, String(Math.floor(set.at / 1000)));
}

/** What somebody reads who has come into a channel: the topic, if there is one, and who is there. */
export function sendGreeting(reader: Reader, channel: Channel): void {
  if (channel.topic !== undefined) sendTopic(reader, channel);
  sendNames(reader, channel);
}

/** Who is in a channel that the reader may know of. https://modern.ircdocs.horse/#names-message */
export function sendNames(reader: Reader, channel: Channel): void {
  const { relay, session } = reader;
  // For a public channel and a secret one. https://modern.ircdocs.horse/#rplnamreply-353
  const symbol = channel.isSecret ? '@' : '=';
  const head = `:${relay.serverName} ${RPL_NAMREPLY} ${session.nick} ${symbol} ${channel.name} :`;
  for (const text of packWords(namesFor(session, channel), maxLineBytes - 2 - utf8Length(head)))
    session.reply(RPL_NAMREPLY, symbol, channel.name, text);
  sendEndOfNames(reader, channel.name);
}

/** @param name as it was asked for */
export function sendEndOfNames({ session }: Pick<Reader, 'session'>, name: string): void {
  session.reply(RPL_ENDOFNAMES, echo(name), 'End of the list of names');
}

/** Who is invisible shows only to the other members. */
function namesFor(reader: Session, channel: Channel): string[] {
  const isMember = channel.has(reader);
  const shown = [...channel.members].filter(({ session }) => isMember || !session.isInvisible);
  const asSource = reader.has(userhostInNames);
  const nameOf = ({ session }: Member): string => (asSource ? session.source : session.nick);
  return shown.map(member => prefixFor(reader, member) + nameOf(member));
}
