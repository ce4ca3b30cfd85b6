import { window } from 'vscode';
import { systemClock } from '../../common/clock.ts';
import type { Disposable } from '../../common/dispose.ts';
import { badgeOf } from '../../conversation/attention/badge.ts';
import { t } from '../words.ts';
import type { Chat, ReadingState } from './chat.ts';
import type { Tab } from '../../conversation/tab.ts';

/** Milliseconds for which changes of the counts are gathered. */
const gatherFor = 50;

/** What of the chat somebody has read, and what still waits: kept in step with the server's read markers. */
export class Reading implements ReadingState, Disposable {
  readonly #chat: Chat;
  #timer: Disposable | undefined;

  constructor(chat: Chat) {
    this.#chat = chat;
  }

  isLookedAt(tab: Tab): boolean {
    return window.state.focused && this.#chat.page.isVisible(tab);
  }

  /** What is looked at is no longer new in other windows either. */
  look(): void {
    const { tabs, attention, room } = this.#chat;
    if (!this.isLookedAt(tabs.active)) return;
    attention.seen();
    const upTo = tabs.active.look();
    if (upTo !== undefined) room?.parts.client.markRead(tabs.active.target, upTo);
    this.countsChanged();
  }

  /** Tells status bar and badge soon, once for all that comes meanwhile: a busy room says a thousand lines a second. */
  countsChanged(): void {
    this.#timer ??= systemClock.after(gatherFor, () => {
      this.#timer = undefined;
      this.#tellCounts();
    });
  }

  dispose(): void {
    this.#timer?.dispose();
  }

  /** What is muted counts for nothing. */
  #tellCounts(): void {
    const { tabs, attention, services, page } = this.#chat;
    const heard = tabs.list.filter(({ target }) => !attention.isMuted(target));
    const unread = heard.reduce((sum, tab) => sum + tab.unread, 0);
    const mentions = heard.reduce((sum, tab) => sum + tab.mentions, 0);
    services.status.setUnread(unread, mentions);
    const badge = badgeOf({ unread, mentions }, t);
    page.host?.setBadge(badge.count, badge.tooltip);
    page.changed('tabs');
  }
}
