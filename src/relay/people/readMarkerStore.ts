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
    for (const markers of this.#byAccount.values()) {
      const time = markers.get(from);
      if (time === undefined) continue;
      markers.delete(from);
      markers.set(to, time);
    }
  }

  /** Those of accounts, as plain data. */
  save(): SavedReadMarker[] {
    const saved: SavedReadMarker[] = [];
    for (const [account, markers] of this.#byAccount)
      for (const [target, at] of markers) saved.push({ account, target, at });
    return saved;
  }

  /** Takes what `save` gave, as far as the limits allow. */
  restore(saved: readonly SavedReadMarker[]): void {
    for (const { account, target, at } of saved) this.#setOf(account, target, at);
  }

  #setOf(account: string, target: string, time: number): void {
    const markers = this.#byAccount.get(account) ?? new Map<string, number>();
    this.#byAccount.delete(account);
    this.#byAccount.set(account, markers);
    put(markers, target, { time, most: this.#limits.readMarkersPerAccount });
    dropOldest(this.#byAccount, this.#limits.readMarkerAccounts);
  }
}

/** Puts a marker last in line, and drops the first ones when there are too many. */
function put(markers: Markers, target: string, { time, most }: { time: number; most: number }): void {
  markers.delete(target);
  markers.set(target, time);
  dropOldest(markers, most);
}

function dropOldest(map: Map<string, unknown>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
}
