import { createHash, timingSafeEqual } from 'node:crypto';
import type { Limits } from './limits.ts';

interface Failures {
  count: number;
  readonly until: number;
}

/** Compares passwords and turns away addresses that guess. */
export class PasswordGuard {
  readonly #password: string;
  readonly #limits: Limits;
  readonly #failures = new Map<string, Failures>();

  /** @param password '' lets anyone in */
  constructor(password: string, limits: Limits) {
    this.#password = password;
    this.#limits = limits;
  }

  /** Whether `given` is right, in a time that does not tell how much of it is; a wrong one is counted. */
  admits(given: string, address: string, now: number): boolean {
    if (this.#password === '' || timingSafeEqual(digest(given), digest(this.#password))) return true;
    this.#count(address, now);
    return false;
  }

  /** Whether `address` has guessed too often of late. */
  isTurnedAway(address: string, now: number): boolean {
    const failures = this.#failures.get(address);
    if (failures === undefined) return false;
    if (now >= failures.until) this.#failures.delete(address);
    return now < failures.until && failures.count >= this.#limits.maxWrongPasswords;
  }

  #count(address: string, now: number): void {
    for (const [known, { until }] of this.#failures) if (now >= until) this.#failures.delete(known);
    const failures = this.#failures.get(address);
    if (failures !== undefined) failures.count++;
    else this.#failures.set(address, { count: 1, until: now + this.#limits.passwordWindowMs });
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
