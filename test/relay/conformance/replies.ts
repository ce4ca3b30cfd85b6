import { type Message, parseMessage } from '../../../src/irc/message.ts';
import type { TestRelay } from '../../support/testRelay.ts';
import type { TestPeer } from '../../support/peer.ts';

/** What came, as messages. */
export function messages(lines: readonly string[]): Message[] {
  return lines.map(line => parseMessage(line));
}

/** The commands and numerics of what came, in order. */
export function commands(lines: readonly string[]): string[] {
  return messages(lines).map(message => message.command);
}

/** The parameters of every message with this command or numeric. */
export function params(lines: readonly string[], command: string): (readonly string[])[] {
  return messages(lines)
    .filter(message => message.command === command)
    .map(message => message.params);
}

/** The first line that came, as its command and its parameters. */
export function first(lines: readonly string[]): string[] {
  const [message] = messages(lines);
  return message === undefined ? [] : [message.command, ...message.params];
}

/** What a relay says of itself in 005. */
export function isupport(lines: readonly string[]): Map<string, string> {
  const tokens = params(lines, '005').flatMap(all => all.slice(1, -1));
  return new Map(tokens.map(token => [token.split('=')[0] ?? '', token.split('=')[1] ?? '']));
}

/** A nick, and capabilities if there are any. */
type Person = readonly [nick: string, capabilities?: string];

/** People who are in one room and in no other; the first one made it. What their coming brought they have read. */
export async function meet<const People extends readonly Person[]>(
  bench: TestRelay,
  room: string,
  ...people: People
): Promise<{ [Index in keyof People]: TestPeer }> {
  const peers: TestPeer[] = [];
  for (const [nick, capabilities] of people)
    peers.push(await bench.join(nick, { room, ...(capabilities !== undefined && { capabilities }) }));
  await bench.calm();
  return peers as { [Index in keyof People]: TestPeer };
}
