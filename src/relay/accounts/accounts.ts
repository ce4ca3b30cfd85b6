import type { Clock } from '../../common/clock.ts';
import { foldCase, isNick } from '../../irc/names.ts';
import type { Limits } from '../core/limits.ts';
import type { Roster } from '../people/roster.ts';
import type { Session } from '../core/session.ts';

/** A nick and whose it is, as it is kept across restarts. */
export interface OwnedNick {
  readonly nick: string;
  /** The owner's key fingerprint: 64 lower-case hexadecimal digits. */
  readonly key: string;
  /** When the owner last took or left it, in milliseconds since 1970. */
  readonly at: number;
}

export interface AccountsOptions {
  readonly limits: Pick<Limits, 'nickBytes' | 'ownedNicks' | 'ownedNicksPerKey'>;
  readonly clock: Clock;
  /** Who is there: what somebody uses right now is never given up. */
  readonly roster: Roster;
  /** Called with a folded nick after each change of what `saved` gives for it. */
  readonly onChanged: (nick: string) => void;
}

/** Which key owns which nick: the first one that uses it in a room, as long as the relay lives. */
export class Accounts {
  readonly #options: AccountsOptions;
  /** By folded nick, the one longest unused first. */
  readonly #byNick = new Map<string, OwnedNick>();
  /** The folded nicks of each key, in the same order. */
  readonly #byKey = new Map<string, Set<string>>();

  constructor(options: AccountsOptions) {
    this.#options = options;
  }

  /** The key that a nick belongs to, in whatever case it is written. */
  ownerOf(nick: string): string | undefined {
    return this.#byNick.get(foldCase(nick))?.key;
  }

  /**
   * Somebody uses a nick in a room: from now on it is theirs, if they have a key and it is nobody else's. Where a limit
   * is reached the nick that is longest unused is given up for it; when all are in use, this one stays without an owner.
   */
  use({ nick, peer: { key } }: Session): void {
    if (key === undefined) return;
    const owner = this.ownerOf(nick);
    const isFree = owner === undefined && this.#makeRoom(key);
    if (owner !== key && !isFree) return;
    this.#own(nick, key);
  }

  /** Somebody is about to leave a nick: as an owned one it counts as used until now. */
  touch({ nick, peer: { key } }: Session): void {
    if (key === undefined || this.ownerOf(nick) !== key) return;
    this.#own(nick, key);
  }

  /** All that is owned, the one longest unused first. */
  get all(): Iterable<OwnedNick> {
    return this.#byNick.values();
  }

  /** Who owns a nick that is given folded, as plain data. */
  saved(nick: string): OwnedNick | undefined {
    return this.#byNick.get(nick);
  }

  /**
   * Takes back what `saved` gave, perhaps long ago and under other limits. What is owned here already stays so; what
   * makes no sense is ignored, and of too many the ones longest unused.
   */
  restore(saved: readonly OwnedNick[]): void {
    const { nickBytes } = this.#options.limits;
    const all = saved.filter(({ nick, key, at }) => isNick(nick, nickBytes) && isKey(key) && isTime(at));
    for (const owned of all.sort((one, other) => one.at - other.at))
      if (this.ownerOf(owned.nick) === undefined && this.#makeRoom(owned.key)) this.#put(owned);
  }

  #own(nick: string, key: string): void {
    this.#put({ nick, key, at: this.#options.clock.now() });
    this.#options.onChanged(foldCase(nick));
  }

  #put(owned: OwnedNick): void {
    const folded = foldCase(owned.nick);
    this.#drop(folded);
    this.#byNick.set(folded, owned);
    const own = this.#byKey.get(owned.key);
    if (own === undefined) this.#byKey.set(owned.key, new Set([folded]));
    else own.add(folded);
  }

  #drop(folded: string): void {
    const key = this.#byNick.get(folded)?.key ?? '';
    this.#byNick.delete(folded);
    const own = this.#byKey.get(key);
    own?.delete(folded);
    if (own?.size === 0) this.#byKey.delete(key);
  }

  /** Sees to it that `key` may own one more nick. @returns whether it may */
  #makeRoom(key: string): boolean {
    const { ownedNicks, ownedNicksPerKey } = this.#options.limits;
    const own = this.#byKey.get(key) ?? new Set();
    if (own.size >= ownedNicksPerKey) return this.#dropUnused(own);
    return this.#byNick.size < ownedNicks || this.#dropUnused(this.#byNick.keys());
  }

  /** Looks at no more nicks than there are connections, and one. */
  #dropUnused(nicks: Iterable<string>): boolean {
    const { roster } = this.#options;
    for (const folded of nicks) {
      if (roster.holder(folded)?.peer.key === this.ownerOf(folded)) continue;
      this.#drop(folded);
      this.#options.onChanged(folded);
      return true;
    }
    return false;
  }
}

function isKey(text: unknown): boolean {
  return typeof text === 'string' && /^[0-9a-f]{64}$/.test(text);
}

function isTime(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
