import type { Emit } from '../../chat/event.ts';
import type { Message } from '../../irc/message.ts';
import type { JoinedSession } from '../joinedSession.ts';
import { maxWordLength } from '../limits.ts';
import { timeOf } from './serverTime.ts';

/** Refusals that, naming a target, are about a message to it. */
const messageRefusals: ReadonlySet<string> = new Set(['401', '403', '404', '442', '477', '531', 'FAIL']);

/** Refusals that, naming a room which was to be entered, are about something else. */
const notOfJoin: ReadonlySet<string> = new Set(['401', '404', '441', '442', '443', '482']);

/** Refusals that can be an answer to typing. */
const typingRefusals: ReadonlySet<string> = new Set(['401', '403', '404', '442', 'FAIL']);

/** We are put into another room than the one that we wanted. */
const ERR_LINKCHANNEL = '470';

/** A numeric that refuses, or a standard reply. https://ircv3.net/specs/extensions/standard-replies */
export function takeRefusal(message: Message, session: JoinedSession, emit: Emit): void {
  const { client } = session;
  const { command: numeric } = message;
  const params = (numeric === 'FAIL' ? message.params : message.params.slice(1)).map(param =>
    param.slice(0, maxWordLength),
  );
  const refused = { numeric, params, at: timeOf(message, client.clock) };
  if (isOfNick(refused, session) || takeNotEntered(refused, session, emit)) return;
  const words = wordsOf(refused);
  const isAnswer = message.tags.has('label') || messageRefusals.has(numeric);
  const answer = isAnswer ? client.outbox.takeRefusal(message, words, params.at(-1) ?? '') : undefined;
  if (answer === 'stale' || (answer === undefined && isOfTyping(refused, words, session))) return;
  const target = targetOf(refused, words, session);
  emit({ type: 'refused', ...refused, ...(target !== undefined && { target }) });
}

interface Refused {
  readonly numeric: string;
  readonly params: readonly string[];
  readonly at: number;
}

/** An attempt to get our nick back was refused, which is no news. */
function isOfNick({ numeric, params }: Refused, { server, keepNick }: JoinedSession): boolean {
  const isAboutNick = ['432', '433', '437'].includes(numeric) && !server.isChannel(params[0] ?? '');
  return isAboutNick && keepNick?.wasRefused() === true;
}

/** A room that we have asked for does not let us in: it is wanted no more. @returns whether that is so */
function takeNotEntered(
  { numeric, params, at }: Refused,
  { client, server }: JoinedSession,
  emit: Emit,
): boolean {
  if (notOfJoin.has(numeric) || (numeric === 'FAIL' && params[0] !== 'JOIN')) return false;
  const room = params
    .slice(0, -1)
    .map(word => client.rooms.get(word))
    .find(known => known?.phase === 'asked');
  if (room === undefined) return false;
  const text = params.at(-1) ?? '';
  const other = params[1] ?? '';
  const forwardedTo = numeric === ERR_LINKCHANNEL && server.isChannel(other) ? other : undefined;
  client.rooms.forget(room);
  client.outbox.refused(room.name, text);
  const about = { target: room.name, at, numeric, text };
  emit({ type: 'notEntered', ...about, ...(forwardedTo !== undefined && { forwardedTo }) });
  return true;
}

/** Typing is never answered with a sentence. */
function isOfTyping(
  { numeric, params }: Refused,
  words: readonly string[],
  { tags }: JoinedSession,
): boolean {
  if (!typingRefusals.has(numeric) || (numeric === 'FAIL' && params[0] !== 'TAGMSG')) return false;
  return words.some(word => tags.mayRefuseTyping(word));
}

/** What a refusal is about: all but the text, and of a standard reply all but the code. */
function wordsOf({ numeric, params }: Refused): readonly string[] {
  const words = params.slice(0, -1);
  return numeric === 'FAIL' ? words.filter((_, index) => index !== 1) : words;
}

/** The room that is spoken of, else any channel; a nick only where it is sure to be one. */
function targetOf(
  { numeric }: Refused,
  words: readonly string[],
  { client, server }: JoinedSession,
): string | undefined {
  const room = words.map(word => client.rooms.find(word)).find(known => known !== undefined);
  if (room !== undefined) return room.name;
  const channel = words.find(word => server.isChannel(word));
  if (channel !== undefined) return channel;
  if (numeric === 'FAIL')
    return ['REDACT', 'TAGMSG', 'PRIVMSG'].includes(words[0] ?? '') ? words[1] : undefined;
  return numeric === '401' || numeric === '531' ? words[0] : undefined;
}
