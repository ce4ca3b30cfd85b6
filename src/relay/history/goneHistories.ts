import { BoundedMap } from '../../common/boundedMap.ts';

export interface GoneHistoriesOptions {
  /** Targets that are remembered by name. */
  readonly max: number;
  /** Stands for all other targets; no target has this name. */
  readonly others: string;
  /** Called with a target after each change of what `known` gives for it. */
  readonly onChanged: (target: string) => void;
}

/**
 * Until when something was said in targets whose history has gone, whether there is another one now or not. Past the bound the one that was noted
 * longest ago counts among the others: there may be a loss in any of these until the latest of them.
 */
export class GoneHistories {
  readonly #options: GoneHistoriesOptions;
  readonly #until: BoundedMap<string, number>;
  #othersUntil = 0;

  constructor(options: GoneHistoriesOptions) {
    this.#options = options;
    this.#until = new BoundedMap(options.max, (until, target) => {
      this.note(options.others, until);
      options.onChanged(target);
    });
  }

  /** Milliseconds since 1970; 0 where nothing was lost. */
  until(target: string): number {
    return this.#until.get(target) ?? this.#othersUntil;
  }

  /** The latest loss in any target that fits, and in those that are not remembered by name. */
  latest(fits: (target: string) => boolean): number {
    let latest = this.#othersUntil;
    for (const [target, until] of this.#until) if (fits(target)) latest = Math.max(latest, until);
    return latest;
  }

  /** What is to be kept of a target, or of the others; 0 for nothing. */
  known(target: string): number {
    return target === this.#options.others ? this.#othersUntil : (this.#until.get(target) ?? 0);
  }

  /** Everything up to a time is lost of a target, or of the others. */
  note(target: string, until: number): void {
    const { others, onChanged } = this.#options;
    if (until <= this.until(target)) return;
    if (target === others) this.#othersUntil = until;
    else this.#until.set(target, until);
    onChanged(target);
  }
}
