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
  readonly #changes = new Emitter<Status>();

  readonly onChange = this.#changes.event;

  get state(): WindowState {
    return this.#state;
  }

  get unread(): number {
    return this.#unread;
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

  /** Counts a message that nobody has seen yet. */
  addUnread(): void {
    this.#unread += 1;
    this.#changes.fire(this);
  }

  markRead(): void {
    if (this.#unread === 0) return;
    this.#unread = 0;
    this.#changes.fire(this);
  }
}
