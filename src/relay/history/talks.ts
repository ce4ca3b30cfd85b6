import { foldCase, nickOf } from '../../irc/names.ts';
import type { SavedEvent } from '../data/relayStore.ts';
import type { Limits } from '../core/limits.ts';
import { type CurrentHolder, Holdings } from '../people/holdings.ts';
import type { HostNotices } from '../people/hostNotices.ts';
import type { Visitors } from '../people/visitors.ts';
import type { HistoryRing } from './ring.ts';

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

export interface TalksOptions {
  readonly limits: Limits;
  readonly visitors: Visitors;
  readonly notices: Pick<HostNotices, 'refused'>;
  /** Makes the history of a talk of this name. */
  readonly newRing: (name: string) => HistoryRing;
  /** Called with a talk that had to go. */
  readonly onEvicted: (talk: Talk) => void;
}

/** The private talks that are kept. One belongs to who began it, or to the first of both who came back on another day. */
export class Talks {
  readonly #options: TalksOptions;
  /** The one that rested longest comes first. */
  readonly #talks = new Map<string, Talk>();
  /** The same for each account, so that nobody's questions go through the talks of others. */
  readonly #byAccount = new Map<string, Map<string, Talk>>();
  readonly #held: Holdings<string>;

  constructor(options: TalksOptions) {
    this.#options = options;
    const { limits, visitors, notices } = options;
    const { privateTalks, privateTalksPerKey: perKey, privateTalksPerNewKey: perNewKey } = limits;
    this.#held = new Holdings({
      shares: { total: privateTalks, perKey, perNewKey },
      isRegular: key => visitors.isRegular(key),
      replaces: () => true,
      onEvicted: name => this.#forget(name),
      onRefused: ({ group }) => notices.refused('private talks', group),
    });
  }

  get all(): Iterable<Talk> {
    return this.#talks.values();
  }

  find(one: string, other: string): Talk | undefined {
    return this.named(talkName(one, other));
  }

  named(name: string): Talk | undefined {
    return this.#talks.get(name);
  }

  /** Those of one account, the one that rested longest first. */
  of(account: string): Iterable<Talk> {
    return this.#byAccount.get(account)?.values() ?? [];
  }

  /** The talk of an account with somebody who went by this nick in it: with several, the one last gone on with. */
  findByNick(account: string, nick: string): Talk | undefined {
    const talks = [...this.of(account)];
    const wanted = foldCase(nick);
    return talks.findLast(talk => foldCase(talk.nicks.get(otherOf(talk, account)) ?? '') === wanted);
  }

  /** In whose share a talk counts. */
  holderOf({ accounts: [one, other] }: Talk): CurrentHolder | undefined {
    return this.#held.holderOf(talkName(one, other));
  }

  /** The talk between two, who are going on with it; undefined for a new one where there is no place for it. */
  open(from: Party, to: Party): Talk | undefined {
    const name = talkName(from.account, to.account);
    const holder = this.#options.visitors.holderOfKey(from.account);
    if (!this.#talks.has(name) && !this.#held.add(name, holder)) return undefined;
    this.#held.takeOver(name, holder);
    const talk = this.#goOn(name);
    talk.nicks.set(from.account, from.nick).set(to.account, to.nick);
    return talk;
  }

  /** The same from what was saved of one. */
  reopen({ target, account, source, params }: SavedEvent): Talk | undefined {
    const holder = this.#options.visitors.holderOfKey(account);
    if (!this.#talks.has(target) && !this.#held.restore(target, holder)) return undefined;
    this.#held.takeOver(target, holder);
    const talk = this.#goOn(target);
    const [from, to] = [nickOf(source), params[0]];
    if (account !== undefined && to !== undefined)
      talk.nicks.set(account, from).set(otherOf(talk, account), to);
    return talk;
  }

  /** A talk, made if it is not there, as the last of all to rest. */
  #goOn(name: string): Talk {
    const talk = this.#talks.get(name) ?? this.#create(name);
    this.#remove(name, talk);
    this.#talks.set(name, talk);
    for (const account of talk.accounts) {
      const own = this.#byAccount.get(account) ?? new Map<string, Talk>();
      this.#byAccount.set(account, own.set(name, talk));
    }
    this.#held.touch(name);
    return talk;
  }

  #create(name: string): Talk {
    const [one = '', other = ''] = name.split(' ');
    return { accounts: [one, other], ring: this.#options.newRing(name), nicks: new Map() };
  }

  #forget(name: string): void {
    const talk = this.#talks.get(name);
    if (talk === undefined) return;
    this.#remove(name, talk);
    this.#options.onEvicted(talk);
  }

  #remove(name: string, { accounts }: Talk): void {
    this.#talks.delete(name);
    for (const account of accounts) {
      const own = this.#byAccount.get(account);
      if (own?.delete(name) === true && own.size === 0) this.#byAccount.delete(account);
    }
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
