import { foldCase } from '../../irc/names.ts';
import { keptSinceTag } from '../../irc/pychatNames.ts';
import type { Tags } from '../../irc/tags.ts';
import type { SavedLoss } from '../data/relayStore.ts';
import { GoneHistories } from './goneHistories.ts';
import type { HistoryRing } from './ring.ts';

export interface LossesOptions {
  /** Rooms, and as many private talks, whose history is gone and that are remembered by name. */
  readonly max: number;
  /** Of what was said until then, some may be missing in any history. */
  readonly mayHaveLostUntil: number;
  /** The history that there is now under a name, if any. */
  readonly ringNamed: (target: string) => HistoryRing | undefined;
  /** Called with a target when what `saved` gives for it has changed. */
  readonly onChanged: (target: string) => void;
}

/** How an answer says since when nothing is missing. @param since milliseconds since 1970 */
export function keptSinceTags(since: number): Tags {
  return new Map([[keptSinceTag, new Date(since).toISOString()]]);
}

/** Until when something is missing of what was said: in each history that there is, and where there is none any more. */
export class Losses {
  readonly #options: LossesOptions;
  readonly #rooms: GoneHistories;
  readonly #talks: GoneHistories;

  constructor(options: LossesOptions) {
    this.#options = options;
    this.#rooms = new GoneHistories({ ...options, others: '*' });
    this.#talks = new GoneHistories({ ...options, others: '* *' });
  }

  /** Everything that was said to a target after this time is in its history. Milliseconds since 1970, 0 for all. */
  keptSince(target: string): number {
    const ring = this.#options.ringNamed(target);
    return Math.max(this.#options.mayHaveLostUntil, ring?.lostUntil ?? this.before(target));
  }

  /** The same of all that an account said and was told in private. @param lost in the talks that it has now */
  talksKeptSince(account: string, lost: Iterable<number>): number {
    const gone = this.#talks.latest(name => name.split(' ').includes(account));
    return Math.max(this.#options.mayHaveLostUntil, gone, ...lost);
  }

  /** Until when something is missing of what was said to a target before its present history began. */
  before(target: string): number {
    return this.#of(target).until(foldCase(target));
  }

  /** Everything that was said to a target up to a time is gone. */
  note(target: string, until: number): void {
    this.#of(target).note(foldCase(target), until);
  }

  /** What is missing of a target, as plain data. */
  saved(target: string): SavedLoss | undefined {
    const lost = this.#options.ringNamed(target)?.lostUntil ?? 0;
    const until = Math.max(lost, this.#of(target).known(target));
    return until === 0 ? undefined : { target, until };
  }

  /** Takes what `saved` gave, when the histories are there. */
  restore(saved: readonly SavedLoss[]): void {
    for (const { target, until } of saved) {
      this.note(target, until);
      this.#options.ringNamed(target)?.lose(until);
    }
  }

  #of(target: string): GoneHistories {
    return target.startsWith('#') || target === '*' ? this.#rooms : this.#talks;
  }
}
