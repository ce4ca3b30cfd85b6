import { foldCase } from '../../irc/names.ts';
import type { Limits } from '../core/limits.ts';
import { Holdings } from './holdings.ts';
import type { Session } from '../core/session.ts';
import type { Visitors } from './visitors.ts';

/** Who had a nick before. */
export interface PastPerson {
  readonly nick: string;
  readonly user: string;
  readonly host: string;
  readonly realName: string;
  /** Milliseconds since 1970. */
  readonly leftAt: number;
}

/** Those who gave a nick up, by leaving or by taking another. */
export class Whowas {
  readonly #visitors: Visitors;
  readonly #held: Holdings<PastPerson>;
  /** By folded nick, the latest last. */
  readonly #byNick = new Map<string, PastPerson[]>();

  constructor(
    limits: Pick<Limits, 'whowasEntries' | 'whowasPerKey' | 'whowasPerNewKey'>,
    visitors: Visitors,
  ) {
    this.#visitors = visitors;
    const { whowasEntries: total, whowasPerKey: perKey, whowasPerNewKey: perNewKey } = limits;
    this.#held = new Holdings({
      shares: { total, perKey, perNewKey },
      isRegular: key => visitors.isRegular(key),
      replaces: () => true,
      onEvicted: past => this.#forget(past),
      // Nothing that anybody could miss.
      onRefused: () => undefined,
    });
  }

  /** Remembers who had a nick up to now. */
  add({ nick, user, host, realName, peer }: Session, leftAt: number): void {
    const past = { nick, user, host, realName, leftAt };
    if (!this.#held.add(past, this.#visitors.holderOf(peer))) return;
    const key = foldCase(nick);
    this.#byNick.set(key, [...(this.#byNick.get(key) ?? []), past]);
  }

  /** Who had this nick, the latest first. */
  find(nick: string): PastPerson[] {
    return (this.#byNick.get(foldCase(nick)) ?? []).toReversed();
  }

  #forget(past: PastPerson): void {
    const key = foldCase(past.nick);
    const left = this.#byNick.get(key)?.filter(other => other !== past) ?? [];
    if (left.length > 0) this.#byNick.set(key, left);
    else this.#byNick.delete(key);
  }
}
