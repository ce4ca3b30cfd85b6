import type { OperatorLogin } from './operatorLogin.ts';
import { isSamePassword } from '../guards/passwordGuard.ts';

/** Knows who may become IRC operator. How often that may be tried, `waitForTurn` bounds. */
export class OperatorGuard {
  readonly #logins: readonly OperatorLogin[];

  constructor(logins: readonly OperatorLogin[]) {
    this.#logins = logins;
  }

  /** Whether there is anyone who may. */
  get hasLogins(): boolean {
    return this.#logins.length > 0;
  }

  /** Whether this is one of the logins. */
  admits(given: OperatorLogin): boolean {
    // Every login is compared, lest the time tells which names there are.
    const right = this.#logins.filter(login => isSamePassword(wordOf(given), wordOf(login)));
    return right.length > 0;
  }
}

function wordOf({ name, password }: OperatorLogin): string {
  return JSON.stringify([name, password]);
}
