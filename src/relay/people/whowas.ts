import { foldCase } from '../../irc/names.ts';
import type { Limits } from '../core/limits.ts';
import type { Session } from '../core/session.ts';

/** Who had a nick before. */
export interface PastPerson {
  readonly nick: string;
  readonly user: string;
  readonly host: string;
  readonly realName: string;
  /** Milliseconds since 1970. */
  readonly leftAt: number;
}

/** Those who gave a nick up, by leaving or by taking another; of more than the limit the oldest are forgotten. */
export class Whowas {
  readonly #limits: Pick<Limits, 'whowasEntries'>;
  readonly #past: PastPerson[] = [];

  constructor(limits: Pick<Limits, 'whowasEntries'>) {
    this.#limits = limits;
  }

  /** Remembers who had a nick up to now. */
  add({ nick, user, host, realName }: Session, leftAt: number): void {
    this.#past.push({ nick, user, host, realName, leftAt });
    if (this.#past.length > this.#limits.whowasEntries) this.#past.shift();
  }

  /** Who had this nick, the latest first. */
  find(nick: string): PastPerson[] {
    const key = foldCase(nick);
    return this.#past.filter(past => foldCase(past.nick) === key).reverse();
  }
}
