import { BoundedMap } from '../../common/boundedMap.ts';
import { Emitter, type Event } from '../../common/emitter.ts';
import type { SavedReadMarker } from '../data/relayStore.ts';
import type { Limits } from '../core/limits.ts';
import type { Session } from '../core/session.ts';
import { Holdings } from './holdings.ts';
import type { HostNotices } from './hostNotices.ts';
import type { Visitors } from './visitors.ts';

type Markers = Map<string, number>;

export interface ReadMarkerOptions {
  readonly limits: Pick<Limits, 'readMarkers' | 'readMarkersPerAccount'>;
  readonly visitors: Visitors;
  readonly notices: Pick<HostNotices, 'refused'>;
}

/** What became of a marker: moved on, there or past it already, or no place for it. */
export type MarkerOutcome = 'moved' | 'kept' | 'refused';

/**
 * How far everyone has read: each account, and each connection without one for as long as it lasts. Nobody but their
 * owner ever learns of them. https://ircv3.net/specs/extensions/read-marker
 */
export class ReadMarkerStore {
  readonly #options: ReadMarkerOptions;
  readonly #byAccount = new Map<string, Markers>();
  /** Those of accounts, each as account, space and target. */
  readonly #held: Holdings<string>;
  readonly #bySession = new WeakMap<Session, Markers>();
  readonly #changed = new Emitter<string>();

  /** Fires with account and target, joined by a space, when what `saved` gives for them has changed. */
  readonly onChanged: Event<string> = this.#changed.event;

  constructor(options: ReadMarkerOptions) {
    this.#options = options;
    const { limits, visitors, notices } = options;
    const { readMarkers: total, readMarkersPerAccount: perKey } = limits;
    this.#held = new Holdings({
      shares: { total, perKey, perNewKey: perKey },
      isRegular: key => visitors.isRegular(key),
      replaces: () => true,
      onEvicted: id => this.#forget(id),
      onRefused: ({ group }) => notices.refused('read markers', group),
    });
  }

  /** @param target by its one name: folded, or an account */
  get(session: Session, target: string): number | undefined {
    const markers =
      session.account === undefined ? this.#bySession.get(session) : this.#byAccount.get(session.account);
    return markers?.get(target);
  }

  /** Moves a marker on to `time`, milliseconds since 1970. */
  set(session: Session, target: string, time: number): MarkerOutcome {
    if (time <= (this.get(session, target) ?? -Infinity)) return 'kept';
    const { account } = session;
    if (account !== undefined) return this.#setOf(account, target, time) ? 'moved' : 'refused';
    const max = this.#options.limits.readMarkersPerAccount;
    const markers = this.#bySession.get(session) ?? new BoundedMap<string, number>(max);
    this.#bySession.set(session, markers.set(target, time));
    return 'moved';
  }

  /** A channel has another name. */
  rename(from: string, to: string): void {
    for (const [account, markers] of this.#byAccount) {
      const time = markers.get(from);
      if (time === undefined) continue;
      markers.delete(from);
      this.#changed.fire(idOf(account, from));
      this.#held.remove(idOf(account, from));
      markers.delete(to);
      this.#held.remove(idOf(account, to));
      this.#setOf(account, to, time);
    }
  }

  /** One of an account's, as plain data. @param key account and target, joined by a space */
  saved(key: string): SavedReadMarker | undefined {
    const [account = '', target = ''] = key.split(' ');
    const at = this.#byAccount.get(account)?.get(target);
    return at === undefined ? undefined : { account, target, at };
  }

  /** Takes what `saved` gave, as far as the limits allow. */
  restore(saved: readonly SavedReadMarker[]): void {
    for (const { account, target, at } of saved) this.#setOf(account, target, at);
  }

  #setOf(account: string, target: string, time: number): boolean {
    const id = idOf(account, target);
    const isKnown = this.#byAccount.get(account)?.has(target) === true;
    if (!isKnown && !this.#held.add(id, this.#options.visitors.holderOfKey(account))) return false;
    this.#held.touch(id);
    // What made way may have been the last one of the account.
    const markers = this.#byAccount.get(account) ?? new Map<string, number>();
    markers.delete(target);
    this.#byAccount.set(account, markers.set(target, time));
    this.#changed.fire(id);
    return true;
  }

  #forget(id: string): void {
    const [account = '', target = ''] = id.split(' ');
    const markers = this.#byAccount.get(account);
    markers?.delete(target);
    if (markers?.size === 0) this.#byAccount.delete(account);
    this.#changed.fire(id);
  }
}

/** Neither of the two has a space in it. */
function idOf(account: string, target: string): string {
  return `${account} ${target}`;
}
