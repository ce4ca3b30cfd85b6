import type { Message } from '../../irc/message.ts';
import type { IncomingContext } from './incomingContext.ts';
import { maxWordLength } from '../limits.ts';
import { timeOf } from './serverTime.ts';

/** Refusals that, naming a target, are about a message to it. */
const messageRefusals: ReadonlySet<string> = new Set(['401', '403', '404', '442', '477', '531', 'FAIL']);

/** Refusals that, naming a room which we have asked to be let into, are about something else. */
const notOfJoin: ReadonlySet<string> = new Set(['401', '404', '441', '442', '443', '482']);

/** A numeric that refuses, or a standard reply. https://ircv3.net/specs/extensions/standard-replies */
export function takeRefusal(message: Message, context: IncomingContext): void {
  const { memory, emit, clock } = context;
  const { command } = message;
  const params = (command === 'FAIL' ? message.params : message.params.slice(1)).map(param =>
    param.slice(0, maxWordLength),
  );
  const words = wordsOf(command, params);
  const isAnswer = message.tags.has('label') || messageRefusals.has(command);
  if (isAnswer && memory.outbox.takeRefusal(message, words, params.at(-1) ?? '') === 'stale') return;
  const target = refusedRoom(command, params, context) ?? targetOf(command, words, context);
  const about = target === undefined ? {} : { target };
  emit({ type: 'refused', at: timeOf(message, clock), numeric: command, params, ...about });
}

/** What a refusal is about: all but the text, and of a standard reply all but the code. */
function wordsOf(command: string, params: readonly string[]): readonly string[] {
  const words = params.slice(0, -1);
  return command === 'FAIL' ? words.filter((_, index) => index !== 1) : words;
}

/** The further room that does not let us in. */
function refusedRoom(
  command: string,
  params: readonly string[],
  { rooms }: IncomingContext,
): string | undefined {
  if (notOfJoin.has(command) || (command === 'FAIL' && params[0] !== 'JOIN')) return undefined;
  for (const word of params.slice(0, -1)) {
    const name = rooms.refused(word);
    if (name !== undefined) return name;
  }
  return undefined;
}

/** The room that is spoken of, else any channel; a nick only where it is sure to be one. */
function targetOf(
  command: string,
  words: readonly string[],
  { rooms, server }: IncomingContext,
): string | undefined {
  for (const word of words) {
    const room = rooms.find(word);
    if (room !== undefined) return room.name;
  }
  const channel = words.find(word => server.isChannel(word));
  if (channel !== undefined) return channel;
  if (command === 'FAIL')
    return ['REDACT', 'TAGMSG', 'PRIVMSG'].includes(words[0] ?? '') ? words[1] : undefined;
  return command === '401' || command === '531' ? words[0] : undefined;
}
