import { nickOf, sameName } from '../../irc/names.ts';
import type { SavedEvent } from '../data/relayStore.ts';
import { HistoryRing, type RingLimits, type Total } from './ring.ts';

/** What two accounts have said to each other in private, or one to itself. */
export interface Talk {
  readonly accounts: readonly [string, string];
  readonly ring: HistoryRing;
  /** By account, the nick it had when a message last came from it or went to it. */
  readonly nicks: Map<string, string>;
}

/** One end of a private talk. */
export interface Party {
  readonly account: string;
  readonly nick: string;
}

/** The private talks that were last gone on with. */
export class Talks {
  readonly #maxTalks: number;
  readonly #ringLimits: RingLimits;
  readonly #total: Total;
  /** The one that rested longest comes first. */
  readonly #talks = new Map<string, Talk>();

  /** @param total of all rings, to which those here are added */
  constructor(limits: RingLimits & { readonly talks: number }, total: Total) {
    this.#maxTalks = limits.talks;
    this.#ringLimits = limits;
    this.#total = total;
  }

  get all(): Iterable<Talk> {
    return this.#talks.values();
  }

  find(one: string, other: string): Talk | undefined {
    return this.#talks.get(talkName(one, other));
  }

  /** Those of one account, the one that rested longest first. */
  *of(account: string): Iterable<Talk> {
    for (const talk of this.#talks.values()) if (talk.accounts.includes(account)) yield talk;
  }

  /** The talk of an account with somebody who went by this nick in it: with several, the one last gone on with. */
  findByNick(account: string, nick: string): Talk | undefined {
    const talks = [...this.of(account)];
    return talks.findLast(talk => sameName(talk.nicks.get(otherOf(talk, account)) ?? '', nick));
  }

  /** The talk between two, who are going on with it. The one that rested longest is let go where there are too many. */
  open(from: Party, to: Party): Talk {
    const talk = this.#open(talkName(from.account, to.account));
    talk.nicks.set(from.account, from.nick).set(to.account, to.nick);
    return talk;
  }

  /** The same from what was saved of one. */
  reopen({ target, account, source, params }: SavedEvent): Talk {
    const talk = this.#open(target);
    const [from, to] = [nickOf(source), params[0] ?? ''];
    if (account !== undefined) talk.nicks.set(account, from).set(otherOf(talk, account), to);
    return talk;
  }

  #open(name: string): Talk {
    const talk = this.#talks.get(name) ?? this.#create(name);
    this.#talks.delete(name);
    this.#talks.set(name, talk);
    for (const [oldest, { ring }] of this.#talks) {
      if (this.#talks.size <= this.#maxTalks) break;
      ring.clear();
      this.#talks.delete(oldest);
    }
    return talk;
  }

  #create(name: string): Talk {
    const [one = '', other = ''] = name.split(' ');
    return {
      accounts: [one, other],
      ring: new HistoryRing(this.#ringLimits, this.#total),
      nicks: new Map(),
    };
  }
}

/** What the talk of two accounts is kept under, whoever of them speaks. */
export function talkName(one: string, other: string): string {
  return one < other ? `${one} ${other}` : `${other} ${one}`;
}

/** The other one of a talk; oneself in a talk with oneself. */
export function otherOf({ accounts: [one, other] }: Talk, account: string): string {
  return one === account ? other : one;
}
