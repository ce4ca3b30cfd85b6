import { Emitter } from '../common/emitter.ts';
import { idleStatus, type WindowStatus } from '../conversation/connections/status.ts';

/** What the conversation said last of how this window stands. */
export class Status {
  readonly #changes = new Emitter<WindowStatus>();
  #now = idleStatus;

  readonly onChange = this.#changes.event;

  get now(): WindowStatus {
    return this.#now;
  }

  /** Whether there is a connection: also while entering or reconnecting. */
  get isConnected(): boolean {
    return this.#now.isConnected;
  }

  set(status: WindowStatus): void {
    if (JSON.stringify(status) === JSON.stringify(this.#now)) return;
    this.#now = status;
    this.#changes.fire(status);
  }
}
