import type { MessageLine } from '../../chat/line.ts';
import type { Translate } from '../../chat/translate.ts';
import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/dispose.ts';
import type { Connection } from '../connections/connection.ts';
import type { Effect } from '../effect.ts';
import type { KeptValues } from '../kept.ts';
import type { Tab } from '../tabs/tab.ts';
import { DoNotDisturb } from './doNotDisturb.ts';
import { foldText, hasWord, namesNick } from './mentions.ts';
import { Muted } from './muted.ts';
import type { NoticeSettings } from './noticeSettings.ts';
import { noticeText } from './noticeText.ts';
import { Notifier, type Wish } from './notifier.ts';

/** Milliseconds between two sounds. */
export const soundEveryMs = 2_000;
/** Milliseconds between two notices of the operating system, at least. */
export const systemEveryMs = 10_000;

/** Decides what of the chat this person is told of, and how. */
export class Attention implements Disposable {
  readonly #clock: Clock;
  readonly #t: Translate;
  readonly #run: (effect: Effect) => void;
  readonly #notifier: Notifier;
  readonly muted: Muted;
  readonly quiet: DoNotDisturb;
  settings: NoticeSettings = { keywords: [], notifications: 'mentions', sound: false, system: 'off' };
  /** The window has the keyboard; the page can be seen in it. */
  isFocused = false;
  isPageVisible = false;
  /** The editor was made to tell that something came to nothing, and that may still be shown. */
  hasToldFailure = false;
  #soundAt = -Infinity;
  #systemAt = -Infinity;

  /** @param changed is called when it is no longer, or again, time not to disturb */
  constructor(
    { clock, t, run }: { clock: Clock; t: Translate; run: (effect: Effect) => void },
    kept: KeptValues,
    changed: () => void,
  ) {
    this.#clock = clock;
    this.#t = t;
    this.#run = run;
    this.#notifier = new Notifier(t, clock, run);
    this.muted = new Muted(kept, run);
    this.quiet = new DoNotDisturb(kept, clock, run, changed);
  }

  /** Whether a text speaks to us: our nick stands in it as a nick, or a keyword as a whole word. */
  isMention(text: string, connection: Connection | undefined): boolean {
    const nick = connection?.client?.nick ?? '';
    if (connection && namesNick(connection.fold(text), connection.fold(nick))) return true;
    const { keywords } = this.settings;
    return keywords.length > 0 && hasWord(foldText(text), keywords);
  }

  isMuted({ connection }: Tab, name: string): boolean {
    return connection !== undefined && this.muted.has(connection, name);
  }

  /** Somebody else said something. What is watched as it comes needs no notice. */
  said(line: MessageLine, tab: Tab, isWatched: boolean): void {
    if (isWatched) this.#notifier.seen();
    const isMuted = this.isMuted(tab, tab.target) || this.isMuted(tab, line.nick);
    if (isWatched || this.quiet.isOn || isMuted) return;
    const { notifications, sound } = this.settings;
    const isToUs = line.mention === true || isPrivate(line, tab);
    if (sound && isToUs) this.#sound();
    const isWanted = notifications === 'all' || (notifications === 'mentions' && isToUs);
    if (isWanted && this.#isUnseen) this.#notifier.notify(line, tab);
    if (isWanted && !this.isFocused) this.#tellSystem(line, tab);
  }

  /** Somebody looks at the chat. */
  seen(): void {
    this.#notifier.seen();
  }

  notified(notification: number, answer: string | undefined): Wish {
    return this.#notifier.answered(notification, answer, this.#isUnseen);
  }

  dispose(): void {
    this.quiet.dispose();
  }

  get #isUnseen(): boolean {
    return !this.isFocused && !this.isPageVisible;
  }

  #tellSystem(line: MessageLine, tab: Tab): void {
    const now = this.#clock.now();
    const { system } = this.settings;
    if (system === 'off' || now - this.#systemAt < systemEveryMs) return;
    this.#systemAt = now;
    const t = this.#t;
    const title = isPrivate(line, tab)
      ? t('New private message in PyChat')
      : line.mention === true
        ? t('New mention in PyChat')
        : t('New message in PyChat');
    this.#run({ type: 'systemNotice', title, text: system === 'full' ? noticeText(line, tab, t) : '' });
  }

  #sound(): void {
    const now = this.#clock.now();
    if (now - this.#soundAt < soundEveryMs) return;
    this.#soundAt = now;
    this.#run({ type: 'post', message: { type: 'sound' } });
  }
}

/** Notices are what services and bots send to whoever comes. */
function isPrivate(line: MessageLine, tab: Tab): boolean {
  return line.form !== 'notice' && (tab.kind === 'private' || line.privateWith !== undefined);
}
