import { type Message, parseMessage } from '../../src/irc/message.ts';
import type { TestPeer } from './peer.ts';

/** What somebody needs who asks for history and wants all of it. */
export const historyCapabilities = 'batch draft/chathistory echo-message message-tags server-time';

/** A key fingerprint that is one letter over and over. */
export function keyOf(letter: string): string {
  return letter.repeat(64);
}

/** Lines without the milliseconds of their times: each thing that is said has its own. */
export function inSeconds(lines: readonly string[]): string[] {
  return lines.map(line => line.replace(/\.\d{3}Z/g, '.000Z'));
}

/** What a request for history is answered with, checked to be one batch and nothing outside it; without the lines that open and close it. */
export async function askHistory(peer: TestPeer, request: string): Promise<Message[]> {
  await peer.news();
  const lines = (await peer.ask(request)).map(line => parseMessage(line));
  const [open, close] = [lines.shift(), lines.pop()];
  const reference = open?.params[0]?.slice(1) ?? '';
  if (open?.command !== 'BATCH' || close?.params[0] !== `-${reference}`)
    throw new Error(`not one batch: ${JSON.stringify([open, ...lines, close])}`);
  for (const line of lines) if (!line.tags.has('batch')) throw new Error('a line outside the batch');
  return lines;
}

/** The last parameters of what a request for history is answered with. */
export async function askTexts(peer: TestPeer, request: string): Promise<string[]> {
  return (await askHistory(peer, request)).map(line => line.params.at(-1) ?? '');
}

/** Says one thing and gives its id and its time, as the echo has them. */
export async function say(
  peer: TestPeer,
  text: string,
  target = '#chat',
): Promise<{ msgid: string; time: string }> {
  await peer.news();
  const [line = ''] = await peer.ask(`PRIVMSG ${target} :${text}`);
  const { tags } = parseMessage(line);
  return { msgid: tags.get('msgid') ?? '', time: tags.get('time') ?? '' };
}
