/** After so many milliseconds a use counts for half. */
const halfLifeMs = 1000;

/** How much has been used recently: the older a use, the less it counts. */
export class RecentUse {
  #used = 0;
  #at = 0;

  spend(cost: number, now: number): void {
    this.#used = this.until(now) + cost;
    this.#at = now;
  }

  /** A clock that was set back makes nothing of it more. */
  until(now: number): number {
    return this.#used === 0 ? 0 : this.#used * 2 ** (-Math.max(0, now - this.#at) / halfLifeMs);
  }
}
