import type { MessageLine, Quote } from '../../chat/line.ts';
import { shownText } from '../../chat/lineText.ts';
import { cut } from '../attention/cut.ts';
import type { Tab } from '../tabs/tab.ts';

/** Characters of the quoted line that stand above its answer. */
export const maxQuoteLength = 120;

/** What stands above the answer to the message that the server calls `msgid`. */
export function quoteOf(tab: Tab, msgid: string): Quote {
  const line = tab.message(tab.lineIdOf(msgid));
  return line === undefined ? { id: '', nick: '', text: '' } : quoteLine(line);
}

function quoteLine(line: MessageLine): Quote {
  const { id, nick } = line;
  const row =
    shownText(line)
      .split('\n')
      .find(part => part.trim() !== '') ?? '';
  return { id, nick, text: cut(row, maxQuoteLength) };
}
