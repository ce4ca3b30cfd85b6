import type { FailureText } from './failureText.ts';

/** Where a connection leads, as it is shown. */
export interface Place {
  /** '' while it is not known. */
  readonly address: string;
  readonly port: number;
  readonly room: string;
  /** Milliseconds since 1970 at which this window registered. */
  readonly since: number;
}

/** How the connection of the tab in front stands. */
export type WindowState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'starting' }
  /** With a sentence where it takes a while: why. */
  | { readonly phase: 'joining'; readonly sentence?: string }
  | {
      readonly phase: 'hosting' | 'joined';
      readonly place: Place;
      readonly people: number;
      readonly notAnswering?: true;
    }
  | {
      readonly phase: 'reconnecting';
      readonly place: Place;
      readonly hosting: boolean;
      readonly retryAt: number;
    }
  | ({ readonly phase: 'failed' } & FailureText);

/** What a window shows of its chat outside of the page. */
export interface WindowStatus {
  readonly state: WindowState;
  /** The connection of the tab in front; '' for none. */
  readonly connection: string;
  /** Some connection is there: also while entering or reconnecting. */
  readonly isConnected: boolean;
  /** This window hosts a room. */
  readonly isHosting: boolean;
  /** Others whose rooms close when this window leaves the connection of the tab in front. */
  readonly guests: number;
  /** The invite of the connection in front; '' for none. */
  readonly invite: string;
  /** Messages nobody has seen, and those of them that speak to this person. */
  readonly unread: number;
  readonly mentions: number;
  readonly doNotDisturb: boolean;
}

/** What a window shows before there is a conversation. */
export const idleStatus: WindowStatus = {
  state: { phase: 'idle' },
  connection: '',
  isConnected: false,
  isHosting: false,
  guests: 0,
  invite: '',
  unread: 0,
  mentions: 0,
  doNotDisturb: false,
};
