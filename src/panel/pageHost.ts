import type { Disposable } from '../common/dispose.ts';
import type { Event } from '../common/emitter.ts';
import type { Line } from '../chat/line.ts';
import type { FromWebview, ToWebview } from './protocol.ts';

/** What is said to the page by whoever owns its state; the snapshot is the host's own answer to `ready`. */
export type ToPage = Exclude<ToWebview, { type: 'append' | 'snapshot' }>;

/** What the page asks of whoever owns its state. */
export type PageRequest = Exclude<FromWebview, { type: 'ready' }>;

/** What a page is first shown, and shown again after it was hidden. */
export type Snapshot = Omit<Extract<ToWebview, { type: 'snapshot' }>, 'type'>;

/** The place where the page is: a tab of the editor area, or a view next to the terminal. */
export interface PageHost extends Disposable {
  /** What the page says, checked; `ready` is answered already. */
  readonly onMessage: Event<PageRequest>;
  /** It has come into sight. */
  readonly onShown: Event<void>;
  /** It is gone and takes nothing more; fired once, also after `dispose`. */
  readonly onClosed: Event<void>;
  /** Whether its user can see it now, if they look. */
  readonly isVisible: boolean;
  /** Brings it into sight; with `preserveFocus` the keyboard stays where it is. */
  show(preserveFocus?: boolean): void;
  setTitle(title: string): void;
  /** Says how many messages wait; 0 takes the count away. Where there is no badge nothing happens. */
  setBadge(count: number, tooltip: string): void;
  /** Adds lines to the tab that is open; what comes together goes to the page together. */
  append(lines: readonly Line[]): void;
  /** Says anything but lines, after the lines that were added before it. */
  post(message: ToPage): void;
}
