/** A bucket of tokens: what is spent past its size has to be waited for, or is refused. */
export class FloodMeter {
  readonly #burst: number;
  readonly #perMs: number;
  #tokens: number;
  #at: number;

  /**
   * @param limits `floodBurst` tokens at most, filled at `floodPerSecond`
   * @param now milliseconds; the bucket is full at first
   */
  constructor(limits: { readonly floodBurst: number; readonly floodPerSecond: number }, now: number) {
    this.#burst = limits.floodBurst;
    this.#perMs = limits.floodPerSecond / 1000;
    this.#tokens = limits.floodBurst;
    this.#at = now;
  }

  /** Spends `cost` tokens and gives the milliseconds to wait before the next line is read: 0 while there are any. */
  spend(cost: number, now: number): number {
    this.#fill(now);
    this.#tokens -= cost;
    return this.#tokens >= 0 ? 0 : Math.ceil(-this.#tokens / this.#perMs);
  }

  /** Spends `cost` tokens if there are so many. @returns whether there were */
  trySpend(cost: number, now: number): boolean {
    this.#fill(now);
    if (this.#tokens < cost) return false;
    this.#tokens -= cost;
    return true;
  }

  /** Whether nothing is spent that is not paid off. */
  isFull(now: number): boolean {
    this.#fill(now);
    return this.#tokens >= this.#burst;
  }

  #fill(now: number): void {
    // A clock that was set back fills nothing.
    const filled = Math.max(0, now - this.#at) * this.#perMs;
    this.#tokens = Math.min(this.#burst, this.#tokens + filled);
    this.#at = now;
  }
}
