import { BoundedMap } from '../../common/boundedMap.ts';
import { RecentUse } from '../guards/recentUse.ts';

/** What a new connection counts for in its group, in lines: its handshake. */
const handshakeCost = 10;

/** What it counts for itself: for a few seconds who has just come goes after who is here. */
const newcomerCost = 300;

/** Address groups of which is remembered what they used. */
const maxGroups = 4096;

/** What a connection and its address group have used recently. */
export interface Use {
  readonly group: RecentUse;
  readonly own: RecentUse;
}

interface Waiting {
  readonly use: Use;
  readonly task: () => void;
}

/**
 * Connections that are not read because there is more to do than time. The one that has run up the lowest cost recently
 * goes on first, where what its address group has counts as well: a crowd delays itself. Cost is the flood meter's, by
 * the command table and bytes, not the time that was taken.
 */
export class WaitingReaders {
  readonly #groups = new BoundedMap<string, RecentUse>(maxGroups);
  #waiting: Waiting[] = [];

  get size(): number {
    return this.#waiting.length;
  }

  /** What a new connection from this address group counts as having used. */
  newcomer(groupName: string, now: number): Use {
    const group = this.#groups.get(groupName) ?? new RecentUse();
    this.#groups.set(groupName, group);
    const use = { group, own: new RecentUse() };
    group.spend(handshakeCost, now);
    use.own.spend(newcomerCost, now);
    return use;
  }

  add(use: Use, task: () => void): void {
    this.#waiting.push({ use, task });
  }

  /** Lets them go on, one after the other, until `isFull`. */
  goOn(now: number, isFull: () => boolean): void {
    if (this.#waiting.length === 0) return;
    const ordered = leastFirst(this.#waiting, now);
    this.#waiting = [];
    let done = 0;
    for (const { task } of ordered) {
      if (isFull()) break;
      task();
      done++;
    }
    this.#waiting = [...ordered.slice(done), ...this.#waiting];
  }
}

/** Those first whose connections have used least recently. */
export function leastFirst<T extends { readonly use: Use }>(all: readonly T[], now: number): T[] {
  return all
    .map(one => ({ one, used: one.use.group.until(now) + one.use.own.until(now) }))
    .sort((a, b) => a.used - b.used)
    .map(({ one }) => one);
}

/** Notes what was carried out for a connection. */
export function spend({ group, own }: Use, cost: number, now: number): void {
  group.spend(cost, now);
  own.spend(cost, now);
}
