import type { Clock } from '../../common/clock.ts';
import { foldCase, isNick } from '../../irc/names.ts';
import type { Limits } from '../core/limits.ts';
import { Holdings } from '../people/holdings.ts';
import type { HostNotices } from '../people/hostNotices.ts';
import type { Roster } from '../people/roster.ts';
import type { Visitors } from '../people/visitors.ts';
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
  /** Who is there: what they own is never given up for others. */
  readonly roster: Roster;
  readonly visitors: Visitors;
  readonly notices: Pick<HostNotices, 'refused'>;
  /** Called with a folded nick after each change of what `saved` gives for it. */
  readonly onChanged: (nick: string) => void;
}

/** Which key owns which nick: the first one that uses it in a room, as long as the relay lives. */
export class Accounts {
  readonly #options: AccountsOptions;
  /** By folded nick, the one longest unused first. */
  readonly #byNick = new Map<string, OwnedNick>();
  /** The same folded nicks. Those of keys that are present are in use. */
  readonly #held: Holdings<string>;
  /** Those who have heard that their nick is not kept. */
  readonly #told = new WeakSet<Session>();

  constructor(options: AccountsOptions) {
    this.#options = options;
    const { limits, visitors, notices, roster, onChanged } = options;
    const { ownedNicks: total, ownedNicksPerKey: perKey } = limits;
    this.#held = new Holdings({
      shares: { total, perKey, perNewKey: perKey },
      isRegular: key => visitors.isRegular(key),
      replaces: folded => roster.find(folded)?.peer.key !== this.ownerOf(folded),
      onEvicted: folded => {
        this.#byNick.delete(folded);
        onChanged(folded);
      },
      onRefused: ({ group }) => notices.refused('nicks', group),
    });
  }

  /** The key that a nick belongs to, in whatever case it is written. */
  ownerOf(nick: string): string | undefined {
    return this.#byNick.get(foldCase(nick))?.key;
  }

  /** Somebody has registered. */
  arrive({ peer: { key } }: Session): void {
    if (key !== undefined) this.#setPresent(key, true);
  }

  /**
   * Somebody uses a nick in a room: from now on it is theirs, if they have a key, it is nobody else's and there is a
   * place for it. Of more nicks than one key may own the one longest unused makes way.
   */
  use(session: Session): void {
    const { nick, peer } = session;
    const { key } = peer;
    if (key === undefined) return;
    const { visitors } = this.#options;
    const owner = this.ownerOf(nick);
    const isNew = owner === undefined && this.#held.add(foldCase(nick), visitors.holderOf(peer), true);
    if (owner === undefined && !isNew) this.#tellUnowned(session);
    if (owner !== key && !isNew) return;
    this.#own(nick, key);
  }

  /** Somebody is about to leave a nick, or has gone: as an owned one it counts as used until now. */
  touch(session: Session): void {
    const { nick, peer, isEnded } = session;
    const { key } = peer;
    if (key === undefined) return;
    const others = [...this.#options.roster.ofKey(key)].filter(
      other => other !== session && other.isRegistered,
    );
    if (isEnded && others.length === 0) this.#setPresent(key, false);
    if (this.ownerOf(nick) !== key) return;
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
    const { limits, visitors } = this.#options;
    const isSensible = ({ nick, key, at }: OwnedNick): boolean =>
      isNick(nick, limits.nickBytes) && isKey(key) && isTime(at);
    const kept: OwnedNick[] = [];
    for (const owned of saved.filter(isSensible).sort((one, other) => other.at - one.at)) {
      const { nick, key } = owned;
      const hasAll = [...this.#held.of(key)].length >= limits.ownedNicksPerKey;
      if (hasAll || this.ownerOf(nick) !== undefined) continue;
      if (!this.#held.add(foldCase(nick), visitors.holderOfKey(key))) continue;
      this.#byNick.set(foldCase(nick), owned);
      kept.push(owned);
    }
    this.#sortByUse(kept.filter(owned => this.#byNick.get(foldCase(owned.nick)) === owned));
  }

  /** Puts nicks that were added the newest first in the order in which they make way. */
  #sortByUse(newestFirst: readonly OwnedNick[]): void {
    const { visitors } = this.#options;
    for (const { nick } of newestFirst) this.#held.remove(foldCase(nick));
    for (const owned of newestFirst.toReversed()) {
      this.#held.add(foldCase(owned.nick), visitors.holderOfKey(owned.key));
      this.#put(owned);
    }
  }

  #tellUnowned(session: Session): void {
    if (this.#told.has(session)) return;
    this.#told.add(session);
    const text = 'The relay keeps no more nicks for newcomers: somebody else may take yours when you leave.';
    session.fromServer('NOTICE', session.nick, text);
  }

  #own(nick: string, key: string): void {
    this.#put({ nick, key, at: this.#options.clock.now() });
    this.#options.onChanged(foldCase(nick));
  }

  #put(owned: OwnedNick): void {
    const folded = foldCase(owned.nick);
    this.#byNick.delete(folded);
    this.#byNick.set(folded, owned);
    this.#held.touch(folded);
  }

  #setPresent(key: string, isPresent: boolean): void {
    for (const folded of this.#held.of(key)) this.#held.setInUse(folded, isPresent);
  }
}

function isKey(text: unknown): boolean {
  return typeof text === 'string' && /^[0-9a-f]{64}$/.test(text);
}

function isTime(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
