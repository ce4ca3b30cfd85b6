import type { MessageLine } from '../../chat/line.ts';
import type { Translate } from '../../chat/translate.ts';
import type { Clock } from '../../common/clock.ts';
import { noticeText, type NoticePlace, sumText } from './noticeText.ts';

/** Milliseconds after which a notification has moved out of sight, once somebody was there to see it. */
export const outOfSightMs = 15_000;

/** A tab, as far as notices are about one. */
export interface NoticeTab extends NoticePlace {
  readonly id: string;
}

/** What shows notifications, and what follows from a click. */
export interface NotifierSource {
  readonly t: Translate;
  readonly clock: Clock;
  /** Whether nobody can see the chat now. */
  isUnseen(): boolean;
  /** Shows it; gives the button that was clicked, or undefined once it was closed. */
  ask(text: string, buttons: readonly string[]): PromiseLike<string | undefined>;
  show(tabId: string): void;
  mute(target: string): void;
}

/** One notification that is open; of what came since then, how much, and where the last of it stands. */
interface Open {
  waiting: number;
  last: NoticeTab;
  /** Milliseconds since 1970 at which somebody looked at the chat. */
  seenAt?: number;
}

/** Shows at most one notification at a time. While one is open, messages are only counted; then one sums them up. */
export class Notifier {
  readonly #source: NotifierSource;
  #open: Open | undefined;

  constructor(source: NotifierSource) {
    this.#source = source;
  }

  /** Tells of a message, unless its reader can see it. */
  tell(line: MessageLine, tab: NoticeTab): void {
    if (!this.#source.isUnseen()) return;
    if (this.#open && !this.#isOver(this.#open)) {
      this.#open.waiting += 1;
      this.#open.last = tab;
      return;
    }
    const { t } = this.#source;
    void this.#ask(noticeText(line, tab, t), tab, true);
  }

  /** Somebody looks at the chat: what waited is no news. */
  seen(): void {
    if (this.#open === undefined) return;
    this.#open.waiting = 0;
    this.#open.seenAt ??= this.#source.clock.now();
  }

  /** The editor moves it into its list then, and never says that it closed. */
  #isOver({ seenAt }: Open): boolean {
    return seenAt !== undefined && this.#source.clock.now() - seenAt >= outOfSightMs;
  }

  async #ask(text: string, tab: NoticeTab, canMute: boolean): Promise<void> {
    const { t } = this.#source;
    const open: Open = { waiting: 0, last: tab };
    this.#open = open;
    const show = t('Show');
    const mute = t('Mute');
    const answer = await this.#source.ask(text, canMute ? [show, mute] : [show]);
    if (answer === show) this.#source.show(open.waiting > 0 ? open.last.id : tab.id);
    else if (answer === mute) this.#source.mute(tab.target);
    if (this.#open !== open) return;
    this.#open = undefined;
    if (answer !== show) this.#sumUp(open);
  }

  #sumUp({ waiting, last }: Open): void {
    if (waiting > 0 && this.#source.isUnseen()) void this.#ask(sumText(waiting, this.#source.t), last, false);
  }
}
