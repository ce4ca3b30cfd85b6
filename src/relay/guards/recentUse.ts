/** In which what was used counts for half, in milliseconds. */
const halfLifeMs = 2000;

/** How much somebody has used of late: what is longer past counts for less. */
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
