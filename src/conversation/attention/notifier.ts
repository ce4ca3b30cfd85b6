import type { MessageLine } from '../../chat/line.ts';
import type { Translate } from '../../chat/translate.ts';
import type { Clock } from '../../common/clock.ts';
import type { Effect } from '../effect.ts';
import type { Tab } from '../tabs/tab.ts';
import { noticeText, sumText } from './noticeText.ts';

/** Milliseconds after which a notification has moved out of sight, once somebody was there to see it. */
export const outOfSightMs = 15_000;

/** One notification that is open; of what came since then, how much, and where the last of it stands. */
interface OpenNotification {
  readonly id: number;
  readonly tab: Tab;
  waiting: number;
  last: Tab;
  /** Milliseconds since 1970 at which somebody looked at the chat. */
  seenAt?: number;
}

/** What was wished by clicking a button of a notification. */
export type Wish = { readonly do: 'show' | 'mute'; readonly tab: Tab } | undefined;

/** Shows at most one notification at a time. While one is open, messages are only counted; then one sums them up. */
export class Notifier {
  readonly #t: Translate;
  readonly #clock: Clock;
  readonly #run: (effect: Effect) => void;
  #open: OpenNotification | undefined;
  #count = 0;

  constructor(t: Translate, clock: Clock, run: (effect: Effect) => void) {
    this.#t = t;
    this.#clock = clock;
    this.#run = run;
  }

  /** Notifies of a message that nobody can see. */
  notify(line: MessageLine, tab: Tab): void {
    if (this.#open && !this.#isOver(this.#open)) {
      this.#open.waiting += 1;
      this.#open.last = tab;
      return;
    }
    const t = this.#t;
    this.#show(noticeText(line, tab, t), tab, [t('Show'), t('Mute')]);
  }

  /** Somebody looks at the chat: what waited is no news. */
  seen(): void {
    if (this.#open === undefined) return;
    this.#open.waiting = 0;
    this.#open.seenAt ??= this.#clock.now();
  }

  /** A notification is gone. @param isUnseen nobody can see the chat now, so that what waited is summed up */
  answered(id: number, answer: string | undefined, isUnseen: boolean): Wish {
    const open = this.#open;
    if (open?.id !== id) return undefined;
    this.#open = undefined;
    const t = this.#t;
    const { waiting, last, tab } = open;
    if (answer === t('Show')) return { do: 'show', tab: waiting > 0 ? last : tab };
    if (waiting > 0 && isUnseen) this.#show(sumText(waiting, t), last, [t('Show')]);
    return answer === t('Mute') ? { do: 'mute', tab } : undefined;
  }

  /** The editor moves it into its list then, and never says that it closed. */
  #isOver({ seenAt }: OpenNotification): boolean {
    return seenAt !== undefined && this.#clock.now() - seenAt >= outOfSightMs;
  }

  #show(text: string, tab: Tab, buttons: readonly string[]): void {
    const notification = ++this.#count;
    this.#open = { id: notification, tab, waiting: 0, last: tab };
    this.#run({ type: 'notify', notification, text, buttons });
  }
}
