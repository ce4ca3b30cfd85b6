import { codeBlocks } from '../../chat/codeBlocks.ts';
import type { MessageLine } from '../../chat/line.ts';
import type { Tab } from '../tabs/tab.ts';

/**
 * The text of an answer as it goes out: with the nick of whom it answers in front, as people on IRC write it, so that it
 * is clear to whom it speaks in clients that know no answers, too. Nothing is added in a private chat, to what answers
 * oneself, and where the nick stands in front already.
 *
 * @param answered absent when it answers nothing that is here
 */
export function addressed(
  text: string,
  answered: MessageLine | undefined,
  { kind }: Pick<Tab, 'kind'>,
): string {
  if (answered === undefined || answered.own || kind === 'private' || begins(text, answered.nick))
    return text;
  const [first] = codeBlocks(text);
  // A location or a fence has to begin its line.
  return `${answered.nick}:${first?.kind === 'code' ? '\n' : ' '}${text}`;
}

function begins(text: string, nick: string): boolean {
  const start = text
    .replace(/^@/, '')
    .slice(0, nick.length + 1)
    .toLowerCase();
  return start.startsWith(nick.toLowerCase()) && /^(?:[:,\s]|$)/.test(start.slice(nick.length));
}
