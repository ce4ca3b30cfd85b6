import type { Delivery } from '../../../chat/event.ts';
import { element } from '../element.ts';
import { t } from '../words.ts';

/** How far an own message has come; undefined when that needs no mark: the relay has echoed it. */
export function deliveryView(delivery: Delivery | undefined): HTMLElement | undefined {
  if (delivery === undefined || delivery === 'relayed') return undefined;
  const [sign, words] = deliverySign(delivery);
  const mark = element('span', `delivery ${delivery}`, sign);
  mark.title = words;
  mark.setAttribute('role', 'img');
  mark.setAttribute('aria-label', words);
  return mark;
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
