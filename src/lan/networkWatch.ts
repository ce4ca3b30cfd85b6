import { type Clock, systemClock } from '../common/clock.ts';
import type { Disposable } from '../common/dispose.ts';
import { Emitter } from '../common/emitter.ts';
import { type Interfaces, readInterfaces } from './addresses.ts';

/** Milliseconds from one look at the machine's addresses to the next, while somebody wants to know. */
export const networkLookMs = 5_000;

/** Tells when this machine gets or loses an address: another network, a cable, a tunnel. */
export class NetworkWatch {
  readonly #clock: Clock;
  readonly #read: () => Interfaces;
  readonly #changed = new Emitter<undefined>();
  #listeners = 0;
  #timer: Disposable | undefined;
  #known = '';

  constructor(clock: Clock = systemClock, read: () => Interfaces = readInterfaces) {
    this.#clock = clock;
    this.#read = read;
  }

  /** Looks as long as somebody listens. */
  onChange(listener: () => void): Disposable {
    const listening = this.#changed.event(listener);
    if (this.#listeners++ === 0) this.#begin();
    let isOver = false;
    return {
      dispose: () => {
        if (isOver) return;
        isOver = true;
        listening.dispose();
        if (--this.#listeners === 0) this.#timer?.dispose();
      },
    };
  }

  #begin(): void {
    this.#known = this.#addresses();
    this.#lookLater();
  }

  #lookLater(): void {
    this.#timer = this.#clock.after(networkLookMs, () => {
      this.#lookLater();
      const now = this.#addresses();
      if (now === this.#known) return;
      this.#known = now;
      this.#changed.fire(undefined);
    });
  }

  #addresses(): string {
    const all = Object.entries(this.#read()).flatMap(([name, infos]) =>
      (infos ?? []).map(({ address }) => `${name} ${address}`),
    );
    return all.sort().join('\n');
  }
}
