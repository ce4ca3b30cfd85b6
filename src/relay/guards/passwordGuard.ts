import { createHash, timingSafeEqual } from 'node:crypto';
import { GuessCounter, type GuessLimits } from './guessCounter.ts';

/** Compares the passwords of the relay and turns away addresses that guess. */
export class PasswordGuard {
  readonly #passwords: readonly string[];
  readonly #guesses: GuessCounter;

  /** @param passwords each of them lets in; '' is none, and with none at all anyone is let in */
  constructor(passwords: readonly string[], limits: GuessLimits) {
    this.#passwords = passwords.filter(password => password !== '');
    this.#guesses = new GuessCounter(limits);
  }

  /** Whether `given` is right, in a time that does not tell how much of it is; a wrong one is counted. */
  admits(given: string, address: string, now: number): boolean {
    const right = this.#passwords.filter(password => isSamePassword(given, password));
    if (this.#passwords.length === 0 || right.length > 0) return true;
    this.#guesses.count(address, now);
    return false;
  }

  /** Whether `address` has guessed too often of late. */
  isTurnedAway(address: string, now: number): boolean {
    return this.#guesses.isTurnedAway(address, now);
  }
}

/** Compares in a time that tells neither how long a password is nor how much of it was right. */
export function isSamePassword(given: string, password: string): boolean {
  return timingSafeEqual(digest(given), digest(password));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
