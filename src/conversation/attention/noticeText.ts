import type { MessageLine } from '../../chat/line.ts';
import type { Translate } from '../../chat/translate.ts';
import { unlinked, visibleName, visibleWord } from '../../chat/visible.ts';
import type { Tab } from '../tabs/tab.ts';
import { cut } from './cut.ts';

/** Characters of a message, and of a name, that stand in a notification. */
const maxText = 120;
const maxName = 40;

/** What a notification says of one message. */
export function noticeText(line: MessageLine, place: Pick<Tab, 'kind' | 'target'>, t: Translate): string {
  const words = {
    nick: plain(visibleName(line.nick), maxName),
    room: plain(visibleName(place.target), maxName),
    text: plain(line.text, maxText),
  };
  return place.kind === 'private' || line.privateWith !== undefined
    ? t('{nick} to you: {text}', words)
    : t('{nick} in {room}: {text}', words);
}

/** What one says of those that came while another was open. */
export function sumText(count: number, t: Translate): string {
  return count === 1 ? t('1 more message in PyChat.') : t('{count} more messages in PyChat.', { count });
}

function plain(text: string, most: number): string {
  return unlinked(cut(visibleWord(text), most));
}
