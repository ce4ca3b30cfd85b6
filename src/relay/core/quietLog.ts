import type { Clock } from '../../common/clock.ts';

/** Lines of one kind come no more often. */
const lineEveryMs = 60_000;

/** What is known of a kind of line. */
interface Kind {
  readonly loggedAt: number;
  /** Lines since then that were not logged. */
  skipped: number;
}

/** A log for what others cause, as often as they like: one line a minute for each kind of thing, and how many more there were. */
export class QuietLog {
  readonly #clock: Clock;
  readonly #log: (text: string) => void;
  readonly #kinds = new Map<string, Kind>();

  constructor(clock: Clock, log: (text: string) => void = () => undefined) {
    this.#clock = clock;
    this.#log = log;
  }

  /** @param kind one of a fixed few. @returns whether the line was logged */
  tell(kind: string, text: string): boolean {
    const time = this.#clock.now();
    const last = this.#kinds.get(kind);
    if (last !== undefined && time - last.loggedAt < lineEveryMs && time >= last.loggedAt) {
      last.skipped++;
      return false;
    }
    const skipped = last?.skipped ?? 0;
    this.#kinds.set(kind, { loggedAt: time, skipped: 0 });
    this.#log(skipped === 0 ? text : `${text} (${skipped} more like the one before it were not logged)`);
    return true;
  }
}
