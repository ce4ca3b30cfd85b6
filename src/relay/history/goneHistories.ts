import { BoundedMap } from '../../common/boundedMap.ts';
import type { SavedLoss } from '../data/relayStore.ts';

export interface GoneHistoriesOptions {
  /** Targets that are remembered by name. */
  readonly max: number;
  /** Stands for all other targets; no target has this name. */
  readonly others: string;
  /** Accounts that are remembered past that, each for all its targets. */
  readonly maxAccounts: number;
  /** The accounts that a target belongs to; none where it is for all. */
  readonly accountsOf: (target: string) => readonly string[];
  /** Called with a target after each change of what `known` gives for it. */
  readonly onChanged: (target: string) => void;
}

/** What stands for all targets of an account that are not remembered by name; no target has this name. */
const allOf = (account: string): string => `${account} *`;

/**
 * Until when something was said in targets whose history has gone, whether there is another one now or not. Past the
 * bound the one that was noted longest ago counts for the accounts that it belongs to: there may be a loss in any target
 * of theirs until the latest of them. Where it belongs to none, or to too many, it counts for all.
 */
export class GoneHistories {
  readonly #options: GoneHistoriesOptions;
  readonly #until: BoundedMap<string, number>;
  /** By `allOf` the account. */
  readonly #accounts: BoundedMap<string, number>;
  /** By account, the latest in any target of it: of more than two for each target in `#until` nobody asks. */
  readonly #latest: BoundedMap<string, number>;
  #othersUntil = 0;

  constructor(options: GoneHistoriesOptions) {
    this.#options = options;
    const { max, maxAccounts, others, accountsOf, onChanged } = options;
    this.#latest = new BoundedMap(2 * max);
    this.#accounts = new BoundedMap(maxAccounts, (until, name) => {
      this.note(others, until);
      onChanged(name);
    });
    this.#until = new BoundedMap(max, (until, target) => {
      const names = accountsOf(target).map(allOf);
      for (const name of names.length > 0 ? names : [others]) this.note(name, until);
      onChanged(target);
    });
  }

  /** All that `note` has taken, as it is to be given to it again. */
  get all(): readonly SavedLoss[] {
    const named = [...this.#until, ...this.#accounts, [this.#options.others, this.#othersUntil] as const];
    return named.map(([target, until]) => ({ target, until }));
  }

  /** Milliseconds since 1970; 0 where nothing was lost. */
  until(target: string): number {
    const named = this.#until.get(target) ?? this.#accounts.get(target);
    return named ?? Math.max(this.#othersUntil, this.#ofAccounts(target));
  }

  /** The latest loss in any target of an account. */
  latestOf(account: string): number {
    const named = this.#latest.get(account) ?? 0;
    return Math.max(this.#othersUntil, this.#accounts.get(allOf(account)) ?? 0, named);
  }

  /** What is to be kept of a target, or of all others of an account, or of all others; 0 for nothing. */
  known(target: string): number {
    if (target === this.#options.others) return this.#othersUntil;
    return this.#until.get(target) ?? this.#accounts.get(target) ?? 0;
  }

  /** Everything up to a time is lost of a target, or of what `known` takes besides. */
  note(target: string, until: number): void {
    const { others, accountsOf, onChanged } = this.#options;
    if (until <= this.until(target)) return;
    if (target === others) this.#othersUntil = until;
    else if (target.endsWith(' *')) this.#accounts.set(target, until);
    else {
      for (const account of accountsOf(target))
        this.#latest.set(account, Math.max(until, this.#latest.get(account) ?? 0));
      this.#until.set(target, until);
    }
    onChanged(target);
  }

  /** What was lost in a target that is not remembered by name counts for each of its accounts. */
  #ofAccounts(target: string): number {
    const accounts = this.#options.accountsOf(target);
    const untils = accounts.map(account => this.#accounts.get(allOf(account)) ?? 0);
    return untils.length === 0 ? 0 : Math.min(...untils);
  }
}
