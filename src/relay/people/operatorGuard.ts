import { GuessCounter, type GuessLimits } from '../guards/guessCounter.ts';
import type { OperatorLogin } from './operatorLogin.ts';
import { isSamePassword } from '../guards/passwordGuard.ts';

/** Knows who may become IRC operator, and turns away addresses that guess. */
export class OperatorGuard {
  readonly #logins: readonly OperatorLogin[];
  readonly #guesses: GuessCounter;

  constructor(logins: readonly OperatorLogin[], limits: GuessLimits) {
    this.#logins = logins;
    this.#guesses = new GuessCounter(limits);
  }

  /** Whether there is anyone who may. */
  get hasLogins(): boolean {
    return this.#logins.length > 0;
  }

  /** Whether this is one of the logins; nothing is, from an address that has guessed too often of late. */
  admits(given: OperatorLogin, address: string, now: number): boolean {
    if (this.#guesses.isTurnedAway(address, now)) return false;
    // Every login is compared, lest the time tells which names there are.
    const right = this.#logins.filter(login => isSamePassword(wordOf(given), wordOf(login)));
    if (right.length === 0) this.#guesses.count(address, now);
    return right.length > 0;
  }
}

function wordOf({ name, password }: OperatorLogin): string {
  return JSON.stringify([name, password]);
}
