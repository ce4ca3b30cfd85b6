import { createHash, timingSafeEqual } from 'node:crypto';

/** Compares the passwords of the relay. How often that may be tried, `waitForTurn` bounds. */
export class PasswordGuard {
  readonly #passwords: readonly string[];

  /** @param passwords each of them lets in; '' is none, and with none at all anyone is let in */
  constructor(passwords: readonly string[]) {
    this.#passwords = passwords.filter(password => password !== '');
  }

  /** Whether there is a password at all. */
  get isNeeded(): boolean {
    return this.#passwords.length > 0;
  }

  /** Whether `given` is right, in a time that does not tell how much of it is. */
  admits(given: string): boolean {
    const right = this.#passwords.filter(password => isSamePassword(given, password));
    return !this.isNeeded || right.length > 0;
  }
}

/** Compares in a time that tells neither how long a password is nor how much of it was right. */
export function isSamePassword(given: string, password: string): boolean {
  return timingSafeEqual(digest(given), digest(password));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
