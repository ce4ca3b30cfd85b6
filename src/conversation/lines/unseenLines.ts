import type { ChatEvent } from '../../chat/event.ts';
import type { MessageLine } from '../../chat/line.ts';
import type { Translate } from '../../chat/translate.ts';
import { visibleName } from '../../chat/visible.ts';
import { BoundedMap } from '../../common/boundedMap.ts';
import { maxQueueMessages } from '../limits.ts';
import type { Tab } from '../tabs/tab.ts';
import { deliveryText } from './deliveryText.ts';

/** Messages of ours that were under way when their tab was closed: what has become of them is told all the same. */
export class UnseenLines {
  readonly #lines = new BoundedMap<string, MessageLine>(maxQueueMessages);

  /** A tab is closed. */
  keep({ pending }: Tab): void {
    for (const line of pending) this.#lines.set(line.id, line);
  }

  /** Such a message has come so far. @returns what is to be told of it, where it did not arrive for certain */
  take(event: Extract<ChatEvent, { type: 'delivery' }>, t: Translate): string | undefined {
    const { id, delivery, target } = event;
    const line = this.#lines.get(id);
    if (line === undefined || delivery === 'queued' || delivery === 'sent') return undefined;
    this.#lines.delete(id);
    if (delivery === 'relayed') return undefined;
    const reason = deliveryText(event.reason ?? '', t);
    const words = { target: visibleName(target), text: line.text, reason };
    return delivery === 'failed'
      ? t('Not delivered to {target}: {text} — {reason}', words)
      : t('Not confirmed, to {target}: {text} — {reason}', words);
  }
}
