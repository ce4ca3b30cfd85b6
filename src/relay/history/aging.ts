import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/dispose.ts';
import { Gather } from '../../common/gather.ts';
import type { RelayTime } from '../core/relayTime.ts';
import type { HistoryRing } from './ring.ts';

/** From one look for what is too old to the next. */
const lookMs = 60_000;

export interface AgingOptions {
  readonly clock: Clock;
  readonly time: Pick<RelayTime, 'now'>;
  /** How long what was said is kept, in milliseconds; if not given, age does not matter. */
  readonly keepMs?: number | undefined;
}

/** Drops from histories what is too old: also of those that nobody asks for, as long as there is something in them. */
export class Aging implements Disposable {
  readonly #options: AgingOptions;
  readonly #watched: Gather<HistoryRing>;

  constructor(options: AgingOptions) {
    this.#options = options;
    this.#watched = new Gather(lookMs, options.clock, rings => {
      for (const ring of rings) {
        this.expire(ring);
        if (ring.size > 0) this.watch(ring);
      }
    });
  }

  /** Drops at once what is too old. */
  expire(ring: HistoryRing): void {
    const { keepMs, time } = this.#options;
    if (keepMs !== undefined) ring.dropBefore(time.now() - keepMs);
  }

  /** Looks after a history that something was added to. */
  watch(ring: HistoryRing): void {
    if (this.#options.keepMs !== undefined) this.#watched.add(ring);
  }

  dispose(): void {
    this.#watched.dispose();
  }
}
