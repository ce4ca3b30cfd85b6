import type { Delivery } from '../chat/event.ts';
import type { Line } from '../chat/line.ts';

/** A button of the banner: what the page sends back and what it says. */
export interface BannerAction {
  readonly id: PanelAction;
  readonly label: string;
}

/** What stands at the top, in the manner of cmd.exe's. All words are already in the user's language. */
export interface Banner {
  readonly title: string;
  readonly rows: readonly string[];
  readonly actions: readonly BannerAction[];
}

/** The prompt's state: `C:\PYCHAT\ANA>` is `path`; what cannot be sent now may still be typed. */
export interface PromptState {
  readonly path: string;
  /** Shown while nothing is typed, to say what Enter would do; '' for nothing. */
  readonly hint: string;
}

/** All that the page shows. */
export interface Screen {
  readonly banner: Banner;
  readonly lines: readonly Line[];
  /** Lines that came before `lines` and are no longer kept. */
  readonly dropped: number;
  readonly prompt: PromptState;
}

/** Everything the host may say to the page. */
export type ToWebview =
  | { readonly type: 'snapshot'; readonly words: Readonly<Record<string, string>>; readonly screen: Screen }
  | { readonly type: 'append'; readonly lines: readonly Line[] }
  | { readonly type: 'delivery'; readonly id: string; readonly delivery: Delivery }
  | { readonly type: 'banner'; readonly banner: Banner }
  | { readonly type: 'prompt'; readonly prompt: PromptState }
  | { readonly type: 'clear' };

/** What a button of the page may ask for. */
const panelActions = ['host', 'join', 'copyInvite', 'leave', 'retry'] as const;
export type PanelAction = (typeof panelActions)[number];

/** Everything the page may say to the host. */
export type FromWebview =
  | { readonly type: 'ready' }
  | { readonly type: 'submit'; readonly text: string }
  | { readonly type: 'action'; readonly action: PanelAction }
  | { readonly type: 'openLink'; readonly href: string };

/** Characters of one submitted text: a 64 KiB paste fits, with room. */
export const maxSubmitLength = 65_536;

/** Characters of a link. */
export const maxLinkLength = 2_048;

/** Reads what came from the page, or undefined when it is not a message of the contract. */
export function parseFromWebview(value: unknown): FromWebview | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { type, text, action, href } = value as Record<string, unknown>;
  switch (type) {
    case 'ready':
      return { type };
    case 'submit':
      return typeof text === 'string' && text.length <= maxSubmitLength ? { type, text } : undefined;
    case 'action':
      return isPanelAction(action) ? { type, action } : undefined;
    case 'openLink':
      return typeof href === 'string' && isOpenable(href) ? { type, href } : undefined;
    default:
      return undefined;
  }
}

function isPanelAction(value: unknown): value is PanelAction {
  return (panelActions as readonly unknown[]).includes(value);
}

function isOpenable(href: string): boolean {
  return href.length <= maxLinkLength && /^(?:https?:\/\/|mailto:)[^\s]+$/i.test(href);
}
