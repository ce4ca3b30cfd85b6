interface Failures {
  count: number;
  readonly until: number;
}

interface GuessLimits {
  readonly maxWrongPasswords: number;
  readonly passwordWindowMs: number;
  readonly maxGuessingAddresses: number;
}

/** Counts wrong passwords by address, each address for one window of time. */
export class GuessCounter {
  readonly #limits: GuessLimits;
  /** The oldest first. */
  readonly #failures = new Map<string, Failures>();

  constructor(limits: GuessLimits) {
    this.#limits = limits;
  }

  /** Addresses that are remembered. */
  get size(): number {
    return this.#failures.size;
  }

  /** A wrong password came from `address`. */
  count(address: string, now: number): void {
    const { passwordWindowMs, maxGuessingAddresses } = this.#limits;
    const failures = this.#failures.get(address);
    if (failures !== undefined && now < failures.until) {
      failures.count++;
      return;
    }
    this.#failures.delete(address);
    this.#failures.set(address, { count: 1, until: now + passwordWindowMs });
    this.#forget(now, maxGuessingAddresses);
  }

  /** Whether `address` has guessed too often of late. */
  isTurnedAway(address: string, now: number): boolean {
    const failures = this.#failures.get(address);
    if (failures === undefined || now >= failures.until) return false;
    return failures.count >= this.#limits.maxWrongPasswords;
  }

  /** As all windows are of one length, those that began first end first. */
  #forget(now: number, most: number): void {
    for (const [address, { until }] of this.#failures) {
      if (now < until && this.#failures.size <= most) return;
      this.#failures.delete(address);
    }
  }
}
