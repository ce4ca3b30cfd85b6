import { foldCase } from '../../irc/names.ts';
import { keptSinceTag, lossesTag } from '../../irc/pychatNames.ts';
import type { Tags } from '../../irc/tags.ts';
import type { EndedRun } from '../core/historyRun.ts';
import type { SavedLoss } from '../data/relayStore.ts';
import { GoneHistories } from './goneHistories.ts';
import type { HistoryRing } from './ring.ts';

export interface LossesOptions {
  /** Rooms, and as many private talks, whose history is gone and that are remembered by name. */
  readonly max: number;
  /** Accounts of which is remembered that more of their talks are gone. */
  readonly maxAccounts: number;
  /** Of what was said until then, some may be missing in any history. */
  readonly mayHaveLostUntil: number;
  /** Such times before that one, ascending. */
  readonly earlierLosses: readonly number[];
  /** The history that there is now under a name, if any. */
  readonly ringNamed: (target: string) => HistoryRing | undefined;
  /** Called with a target when what `saved` gives for it has changed. */
  readonly onChanged: (target: string) => void;
}

/**
 * How an answer says since when nothing is missing, and where something may be. Milliseconds since 1970.
 *
 * @param losses what `Losses.between` gave
 */
export function keptSinceTags(since: number, losses: readonly number[] = [since]): Tags {
  const time = (at: number): string => new Date(at).toISOString();
  const isSaid = losses.length === 1 && losses[0] === since;
  return new Map([
    [keptSinceTag, time(since)],
    ...(isSaid ? [] : [[lossesTag, losses.map(time).join(',')] as const]),
  ]);
}

type EndedLosses = Pick<EndedRun, 'lostUntil' | 'losses'>;

/** Until when something is missing of what was said: in each history that there is, and where there is none any more. */
export class Losses {
  readonly #options: LossesOptions;
  readonly #rooms: GoneHistories;
  readonly #talks: GoneHistories;

  constructor(options: LossesOptions) {
    this.#options = options;
    this.#rooms = new GoneHistories({ ...options, others: '*', accountsOf: () => [] });
    this.#talks = new GoneHistories({ ...options, others: '* *', accountsOf: name => name.split(' ') });
  }

  /** Of what was said until then, some may be missing in any history. */
  get mayHaveLostUntil(): number {
    return this.#options.mayHaveLostUntil;
  }

  /** Everything that was said to a target after this time is in its history. Milliseconds since 1970, 0 for all. */
  keptSince(target: string): number {
    const ring = this.#options.ringNamed(target);
    return Math.max(this.#options.mayHaveLostUntil, ring?.lostUntil ?? this.before(target));
  }

  /**
   * The times before which something may be missing of what was said to a target: what had to make way is older than all
   * that is there, what the relay may have lost with an unclean end may stand between.
   *
   * @param until only what was said until then counts: the rest was told to the one who asks
   */
  between(target: string, until = Infinity): readonly number[] {
    const { mayHaveLostUntil, earlierLosses, ringNamed } = this.#options;
    const gone = Math.min(ringNamed(target)?.lostUntil ?? this.before(target), until);
    const starts = [...earlierLosses, mayHaveLostUntil].filter(time => time > gone);
    return gone > 0 || starts.length === 0 ? [gone, ...starts] : starts;
  }

  /** What `keptSince` is of all that an account said and was told in private. @param lost in the talks that it has now */
  talksKeptSince(account: string, lost: Iterable<number>): number {
    const gone = this.#talks.latestOf(account);
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

  /**
   * What somebody may have missed where another relay goes on with nothing of this one: only of the latest places by name.
   *
   * @param held the histories that there are now
   */
  ended(held: readonly { readonly name: string; readonly ring: HistoryRing }[]): EndedLosses {
    const { max, mayHaveLostUntil } = this.#options;
    const said = held.map(({ name, ring }) => ({ target: foldCase(name), until: ring.saidUntil }));
    const losses = [...this.#rooms.all, ...this.#talks.all, ...said]
      .filter(({ until }) => until > mayHaveLostUntil)
      .sort((one, other) => other.until - one.until);
    return { lostUntil: losses[max]?.until ?? mayHaveLostUntil, losses: losses.slice(0, max) };
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
