import type { MessageLine, NoteLine } from '../../../chat/line.ts';
import { noteSign } from '../../../chat/lineText.ts';
import { nickColour } from '../look/colours.ts';
import { element } from '../element.ts';
import { t } from '../words.ts';

/** What stands before the text: the time, and who says it or what sign a note has. */
export function headView(line: MessageLine | NoteLine): HTMLElement {
  const head = element('span', 'head');
  head.append(timeView(line.at));
  const sign = line.kind === 'note' ? noteSign(line, t) : '';
  if (line.kind === 'message') head.append(' ', nickView(line));
  else if (sign !== '') head.append(' ', element('span', 'sign', sign));
  if (line.kind === 'message' && line.isForeign === true)
    head.append(' ', element('span', 'foreign', `(${t('came with this folder')})`));
  if (line.kind === 'message' && line.privateWith !== undefined) head.append(' ', privateView(line));
  return head;
}

/** Made once: making it takes much longer than using it. The language is there before the script runs. */
const fullDate = new Intl.DateTimeFormat(document.documentElement.lang || 'en', {
  dateStyle: 'full',
  timeStyle: 'medium',
});

function timeView(at: number): HTMLElement {
  const date = new Date(at);
  const view = element('time', 'time', Number.isNaN(date.getTime()) ? '--:--' : clockText(date));
  if (!Number.isNaN(date.getTime())) {
    view.dateTime = date.toISOString();
    view.title = fullDate.format(date);
  }
  return view;
}

function clockText(date: Date): string {
  return [date.getHours(), date.getMinutes()].map(part => String(part).padStart(2, '0')).join(':');
}

const around: Readonly<Record<MessageLine['form'], readonly [string, string]>> = {
  say: ['<', '>'],
  action: ['* ', ''],
  notice: ['-', '-'],
};

function nickView(line: MessageLine): HTMLElement {
  const [before, after] = around[line.form];
  const view = element('span', 'who');
  const nick = element('bdi', `nick nick-${nickColour(line.nick)}`, line.nick);
  if (!line.own && line.isForeign !== true) {
    nick.role = 'button';
    nick.ariaHasPopup = 'menu';
    nick.dataset.nick = line.nick;
  }
  view.append(element('span', 'bracket', before), nick, element('span', 'bracket', after));
  return view;
}

function privateView(line: MessageLine): HTMLElement {
  const words = line.own ? t('to {nick} only', { nick: line.privateWith ?? '' }) : t('to you only');
  return element('bdi', 'private', `(${words})`);
}
