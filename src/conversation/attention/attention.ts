import type { MessageLine } from '../../chat/line.ts';
import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/dispose.ts';
import { DoNotDisturb, type Quiet } from './doNotDisturb.ts';
import type { Memory } from './memory.ts';
import { foldText, hasWord } from './mentions.ts';
import { Muted } from './muted.ts';
import type { NoticeSettings } from './noticeSettings.ts';
import { type NoticeTab, Notifier, type NotifierSource } from './notifier.ts';

/** Milliseconds between two sounds. */
export const soundEveryMs = 2_000;

/** What notices take from the window, and what they make it do. */
export interface AttentionSource extends Omit<NotifierSource, 'mute'> {
  readonly clock: Clock;
  readonly memory: Memory;
  settings(): NoticeSettings;
  /** Makes the page sound, when it is in sight. */
  sound(): void;
  /** What is muted, or whether to disturb, has changed. */
  changed(): void;
}

/** Decides what of the chat this person is told of, and how. */
export class Attention implements Disposable {
  readonly #source: AttentionSource;
  readonly #muted: Muted;
  readonly #quiet: DoNotDisturb;
  readonly #notifier: Notifier;
  #fold: (name: string) => string = name => name.toLowerCase();
  #soundAt = -Infinity;

  constructor(source: AttentionSource) {
    this.#source = source;
    this.#muted = new Muted(source.memory);
    this.#quiet = new DoNotDisturb(source.memory, source.clock, () => source.changed());
    this.#notifier = new Notifier({
      t: source.t,
      clock: source.clock,
      isUnseen: () => source.isUnseen(),
      ask: (text, buttons) => source.ask(text, buttons),
      show: tab => source.show(tab),
      mute: target => this.mute(target, true),
    });
  }

  /** Another host: others are muted there. @param fold its way to tell two names apart */
  enter(hostKey: string, fold: (name: string) => string): void {
    this.#fold = fold;
    this.#muted.enter(hostKey, fold);
    this.#source.changed();
  }

  /** Whether a text speaks to us: our nick or a keyword stands in it as a whole word. */
  isMention(text: string, ownNick: string): boolean {
    if (hasWord(this.#fold(text), [this.#fold(ownNick)])) return true;
    const { keywords } = this.#source.settings();
    return keywords.length > 0 && hasWord(foldText(text), keywords);
  }

  get muted(): readonly string[] {
    return this.#muted.names;
  }

  /** Whether a room or a person is muted. */
  isMuted(target: string): boolean {
    return this.#muted.has(target);
  }

  /** @returns false when too many are muted already */
  mute(target: string, on: boolean): boolean {
    const done = this.#muted.set(target, on);
    if (done) this.#source.changed();
    return done;
  }

  get doNotDisturb(): boolean {
    return this.#quiet.isOn;
  }

  setDoNotDisturb(how: Quiet): void {
    this.#quiet.set(how);
  }

  /** Somebody else said something. What is looked at as it comes needs no notice. */
  said(line: MessageLine, tab: NoticeTab, { isLookedAt }: { isLookedAt: boolean }): void {
    if (isLookedAt) this.seen();
    if (isLookedAt || line.own || this.doNotDisturb || this.isMuted(tab.target) || this.isMuted(line.nick))
      return;
    const { notifications, sound } = this.#source.settings();
    const toUs = line.mention === true || isPrivate(line, tab);
    if (sound && toUs) this.#sound();
    if (notifications === 'all' || (notifications === 'mentions' && toUs)) this.#notifier.tell(line, tab);
  }

  /** Somebody looks at the chat. */
  seen(): void {
    this.#notifier.seen();
  }

  dispose(): void {
    this.#quiet.dispose();
  }

  #sound(): void {
    const now = this.#source.clock.now();
    if (now - this.#soundAt < soundEveryMs) return;
    this.#soundAt = now;
    this.#source.sound();
  }
}

/** Notices are what services and bots send to whoever comes. */
function isPrivate(line: MessageLine, tab: NoticeTab): boolean {
  return line.form !== 'notice' && (tab.kind === 'private' || line.privateWith !== undefined);
}
