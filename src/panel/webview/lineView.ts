import type { Delivery } from '../../chat/event.ts';
import type { Line, MessageLine, NoteLine } from '../../chat/line.ts';
import { nickColour } from './colours.ts';
import { element } from './element.ts';
import { cutLinks } from './links.ts';
import { t } from './words.ts';

/** Makes the element of one line. A click on a link calls `openLink`; nothing else in it does anything. */
export function lineView(line: Line, openLink: (href: string) => void): HTMLElement {
  return line.kind === 'message' ? messageView(line, openLink) : noteView(line, openLink);
}

function messageView(line: MessageLine, openLink: (href: string) => void): HTMLElement {
  const view = element('div', `line message ${line.form}`);
  view.dataset.id = line.id;
  view.classList.toggle('own', line.own);
  view.classList.toggle('earlier', line.earlier === true);
  const head = element('span', 'head');
  head.append(timeView(line.at), ' ', nickView(line));
  if (line.privateWith !== undefined) head.append(' ', privateView(line));
  view.append(head, ' ', textView(line.text, openLink));
  if (line.delivery) showDelivery(view, line.delivery);
  return view;
}

function noteView(line: NoteLine, openLink: (href: string) => void): HTMLElement {
  const view = element('div', `line note ${line.tone}`);
  view.dataset.id = line.id;
  const head = element('span', 'head');
  head.append(timeView(line.at), ' ', element('span', 'sign', noteSigns[line.tone]));
  view.append(head, ' ', textView(line.text, openLink));
  return view;
}

/** What sets a note apart without its colour. */
const noteSigns: Readonly<Record<NoteLine['tone'], string>> = {
  info: '--',
  answer: '--',
  good: '--',
  warning: '!!',
  error: '!!',
};

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
  view.append(element('span', 'bracket', before), nick, element('span', 'bracket', after));
  return view;
}

function privateView(line: MessageLine): HTMLElement {
  const words = line.own ? t('to {nick} only', { nick: line.privateWith ?? '' }) : t('to you only');
  return element('bdi', 'private', `(${words})`);
}

function textView(text: string, openLink: (href: string) => void): HTMLElement {
  const view = element('span', 'text');
  view.dir = 'auto';
  for (const { text: piece, href } of cutLinks(text)) {
    if (href === undefined) view.append(piece);
    else view.append(linkView(piece, href, openLink));
  }
  return view;
}

/** Not an anchor: the editor would open that by itself, besides what the page asks of it. */
function linkView(text: string, href: string, openLink: (href: string) => void): HTMLElement {
  const view = element('span', 'link', text);
  view.setAttribute('role', 'link');
  view.tabIndex = 0;
  view.title = href;
  view.addEventListener('click', () => {
    // The end of a selection over the link is no click on it.
    if (document.getSelection()?.isCollapsed !== false) openLink(href);
  });
  view.addEventListener('keydown', event => {
    if (event.key === 'Enter') openLink(href);
  });
  return view;
}

/** Shows how far a message of one's own has come; what the relay has echoed needs no mark. */
export function showDelivery(view: HTMLElement, delivery: Delivery): void {
  view.querySelector('.delivery')?.remove();
  view.dataset.delivery = delivery;
  if (delivery === 'relayed') return;
  const [sign, words] = deliverySign(delivery);
  const mark = element('span', `delivery ${delivery}`, sign);
  mark.title = words;
  mark.setAttribute('role', 'img');
  mark.setAttribute('aria-label', words);
  view.append(mark);
}

/** What stands behind the text, and what it means. */
function deliverySign(delivery: Exclude<Delivery, 'relayed'>): readonly [string, string] {
  switch (delivery) {
    case 'queued':
      return ['…', t('Waiting for the connection')];
    case 'sent':
      return ['·', t('Sent, not yet in the room')];
    case 'failed':
      return [`‼ ${t('Not delivered')}`, t('Not delivered')];
  }
}
