import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/dispose.ts';
import { ClientFailure } from '../failure.ts';
import { registrationSilenceMs, registrationTimeoutMs } from '../limits.ts';

/** Bounds how long a server may take to let us in: by its silence, and in all. */
export class RegistrationTimeout implements Disposable {
  readonly #clock: Clock;
  readonly #expired: (failure: ClientFailure) => void;
  #total: Disposable | undefined;
  #silence: Disposable | undefined;

  /** @param expired is called at most once for each `restart` */
  constructor(clock: Clock, expired: (failure: ClientFailure) => void) {
    this.#clock = clock;
    this.#expired = expired;
  }

  /** Both times start, or start again. */
  restart(): void {
    this.dispose();
    this.#total = this.#limit(registrationTimeoutMs, 'not let in in time');
    this.#silence = this.#limit(registrationSilenceMs, 'the server says nothing');
  }

  /** The server said something. */
  heard(): void {
    if (this.#silence === undefined) return;
    this.#silence.dispose();
    this.#silence = this.#limit(registrationSilenceMs, 'the server says nothing');
  }

  /** No time is being kept: it is not the server that is waited for. */
  dispose(): void {
    this.#total?.dispose();
    this.#silence?.dispose();
    this.#silence = undefined;
  }

  #limit(ms: number, detail: string): Disposable {
    return this.#clock.after(ms, () => {
      this.dispose();
      this.#expired(new ClientFailure('timedOut', detail));
    });
  }
}
