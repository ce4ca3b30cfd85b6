import { Emitter } from '../common/emitter.ts';

/** Where a conversation takes place, as it is shown. */
export interface Place {
  readonly address: string;
  readonly port: number;
  readonly room: string;
  /** Milliseconds since 1970 at which this window entered. */
  readonly since: number;
}

/** What one window is doing. Everything that depends on it reads it here. */
export type WindowState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'starting' }
  | { readonly phase: 'joining' }
  | { readonly phase: 'hosting' | 'joined'; readonly place: Place; readonly people: number }
  | {
      readonly phase: 'reconnecting';
      readonly place: Place;
      readonly hosting: boolean;
      readonly retryAt: number;
    }
  | { readonly phase: 'failed'; readonly sentence: string };

/** The state of this window and its unread messages, with the news of each change. */
export class Status {
  #state: WindowState = { phase: 'idle' };
  #unread = 0;
  #mentions = 0;
  #doNotDisturb = false;
  readonly #changes = new Emitter<Status>();

  readonly onChange = this.#changes.event;

  get state(): WindowState {
    return this.#state;
  }

  get unread(): number {
    return this.#unread;
  }

  /** Those of them that speak to this person. */
  get mentions(): number {
    return this.#mentions;
  }

  get doNotDisturb(): boolean {
    return this.#doNotDisturb;
  }

  /** Whether there is a room to leave: also while starting, joining or reconnecting. */
  get isConnected(): boolean {
    return this.#state.phase !== 'idle' && this.#state.phase !== 'failed';
  }

  get isHosting(): boolean {
    return this.#state.phase === 'hosting' || (this.#state.phase === 'reconnecting' && this.#state.hosting);
  }

  set(state: WindowState): void {
    this.#state = state;
    this.#changes.fire(this);
  }

  /** How many messages nobody has seen yet, and how many of them speak to this person. */
  setUnread(unread: number, mentions: number): void {
    if (unread === this.#unread && mentions === this.#mentions) return;
    this.#unread = unread;
    this.#mentions = mentions;
    this.#changes.fire(this);
  }

  setDoNotDisturb(on: boolean): void {
    if (on === this.#doNotDisturb) return;
    this.#doNotDisturb = on;
    this.#changes.fire(this);
  }
}
