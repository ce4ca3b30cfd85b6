import type { Message } from '../../../src/irc/message.ts';

/** The room where everybody says numbered lines. */
export const room = '#chat';

/** Milliseconds of a clock that all processes of this machine share and nobody sets. */
const now = (): number => Number(process.hrtime.bigint()) / 1e6;

/** A line that tells who said it, the how manieth it is, and when. */
export const numberedText = (nick: string, number: number): string => `line ${nick} ${number} ${now()}`;

interface NumberedLine {
  readonly nick: string;
  readonly number: number;
  /** From saying to hearing, in milliseconds; absent where it came later, as history. */
  readonly delayMs?: number;
}

/** Reads such a line. @returns undefined for everything else */
export function readNumbered({ command, params, tags }: Message): NumberedLine | undefined {
  if (command !== 'PRIVMSG' || params[0] !== room) return undefined;
  const [, nick = '', number, saidAt] = /^line (\S+) (\d+) ([\d.]+)$/.exec(params[1] ?? '') ?? [];
  if (nick === '') return undefined;
  const isHistory = tags.has('batch');
  return { nick, number: Number(number), ...(!isHistory && { delayMs: now() - Number(saidAt) }) };
}
