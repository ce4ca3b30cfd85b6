import { setTimeout as wait } from 'node:timers/promises';
import type { WorldRelay } from '../world.ts';

/** A server as one process, from start to end. */
export abstract class Program implements WorldRelay {
  /** It stands still by SIGSTOP, and goes on by SIGCONT. */
  readonly process = {
    freeze: (ms: number): void => void this.#freeze(ms),
    sleep: (ms: number): void => void this.#freeze(ms),
  };
  #frozen = 0;

  /** Undefined while it does not listen. */
  abstract readonly port: number | undefined;
  abstract close(): Promise<void>;
  /** Resolves once nothing of it runs. */
  abstract kill(): Promise<void>;
  protected abstract signal(signal: NodeJS.Signals): void;

  async #freeze(ms: number): Promise<void> {
    this.#frozen++;
    this.signal('SIGSTOP');
    await wait(ms);
    if (--this.#frozen === 0) this.signal('SIGCONT');
  }
}
