import type { Clock } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/dispose.ts';
import { ClientFailure } from '../failure.ts';
import { registrationSilenceMs, registrationTimeoutMs } from '../limits.ts';

/** Bounds how long a server may take to let us in: by its silence, and in all. */
export class Patience implements Disposable {
  readonly #clock: Clock;
  readonly #exhausted: (failure: ClientFailure) => void;
  #timers = new DisposableStore();
  #silence: Disposable | undefined;

  /** @param exhausted is called at most once, unless `restart` is called after it */
  constructor(clock: Clock, exhausted: (failure: ClientFailure) => void) {
    this.#clock = clock;
    this.#exhausted = exhausted;
    this.restart();
  }

  /** Both times begin anew. */
  restart(): void {
    this.stop();
    this.#timers = new DisposableStore();
    this.#limit(registrationTimeoutMs, 'not let in in time');
    this.#silence = this.#limit(registrationSilenceMs, 'the server says nothing');
  }

  /** Tells that the server said something. */
  heard(): void {
    if (this.#silence === undefined) return;
    this.#timers.drop(this.#silence);
    this.#silence = this.#limit(registrationSilenceMs, 'the server says nothing');
  }

  /** No time is being kept: it is not the server that is waited for. */
  stop(): void {
    this.#timers.dispose();
    this.#silence = undefined;
  }

  dispose(): void {
    this.stop();
  }

  #limit(ms: number, detail: string): Disposable {
    return this.#timers.add(
      this.#clock.after(ms, () => {
        this.stop();
        this.#exhausted(new ClientFailure('timedOut', detail));
      }),
    );
  }
}
