import { Emitter, type Event } from '../../common/emitter.ts';
import type { SavedReadMarker } from '../data/relayStore.ts';
import type { Limits } from '../core/limits.ts';
import type { Session } from '../core/session.ts';

type Markers = Map<string, number>;

/**
 * How far everyone has read: each account, and each connection without one for as long as it lasts. Nobody but their
 * owner ever learns of them. https://ircv3.net/specs/extensions/read-marker
 */
export class ReadMarkerStore {
  readonly #limits: Pick<Limits, 'readMarkerAccounts' | 'readMarkersPerAccount'>;
  /** The account that set none for longest comes first. */
  readonly #byAccount = new Map<string, Markers>();
  readonly #bySession = new WeakMap<Session, Markers>();
  readonly #changed = new Emitter<string>();

  /** Fires with account and target, joined by a space, when what `saved` gives for them has changed. */
  readonly onChanged: Event<string> = this.#changed.event;

  constructor(limits: Pick<Limits, 'readMarkerAccounts' | 'readMarkersPerAccount'>) {
    this.#limits = limits;
  }

  /** @param target by its one name: folded, or an account */
  get(session: Session, target: string): number | undefined {
    const markers =
      session.account === undefined ? this.#bySession.get(session) : this.#byAccount.get(session.account);
    return markers?.get(target);
  }

  /** Moves a marker on to `time`, milliseconds since 1970. @returns false when it is there or past it */
  set(session: Session, target: string, time: number): boolean {
    if (time <= (this.get(session, target) ?? -Infinity)) return false;
    const { account } = session;
    if (account !== undefined) this.#setOf(account, target, time);
    else {
      const markers = this.#bySession.get(session) ?? new Map<string, number>();
      this.#bySession.set(session, markers);
      put(markers, target, { time, most: this.#limits.readMarkersPerAccount });
    }
    return true;
  }

  /** A channel has another name. */
  rename(from: string, to: string): void {
    for (const [account, markers] of this.#byAccount) {
      const time = markers.get(from);
      if (time === undefined) continue;
      markers.delete(from);
      markers.set(to, time);
      this.#tell(account, [from, to]);
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

  #setOf(account: string, target: string, time: number): void {
    const markers = this.#byAccount.get(account) ?? new Map<string, number>();
    this.#byAccount.delete(account);
    this.#byAccount.set(account, markers);
    const dropped = put(markers, target, { time, most: this.#limits.readMarkersPerAccount });
    this.#tell(account, [target, ...dropped]);
    for (const [forgotten, all] of dropOldest(this.#byAccount, this.#limits.readMarkerAccounts))
      this.#tell(forgotten, all.keys());
  }

  #tell(account: string, targets: Iterable<string>): void {
    for (const target of targets) this.#changed.fire(`${account} ${target}`);
  }
}

/** Puts a marker last in line, and drops the first ones when there are too many. @returns the targets of those */
function put(markers: Markers, target: string, { time, most }: { time: number; most: number }): string[] {
  markers.delete(target);
  markers.set(target, time);
  return dropOldest(markers, most).map(([dropped]) => dropped);
}

/** @returns what was dropped */
function dropOldest<Value>(map: Map<string, Value>, most: number): [string, Value][] {
  const dropped: [string, Value][] = [];
  for (const entry of map) {
    if (map.size <= most) break;
    map.delete(entry[0]);
    dropped.push(entry);
  }
  return dropped;
}
