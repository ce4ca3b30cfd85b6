import type { Clock } from '../../common/clock.ts';
import { type Disposable, toDisposable } from '../../common/dispose.ts';
import { ForgettingMap } from '../../common/forgettingMap.ts';
import { FloodMeter } from './floodMeter.ts';

export interface FairQueueOptions {
  /** What may be done at once, and each second after it. */
  readonly burst: number;
  readonly perSecond: number;
  /** How much of either one group may use. */
  readonly sharePercent: number;
  readonly clock: Clock;
}

interface Waiting {
  readonly task: () => void;
  readonly cost: number;
  /** What its group will have been served once it has had its turn, if nothing comes in between. */
  readonly due: number;
}

/** How one waits its turn. */
export interface TurnOptions {
  /** Waits for its own group only, which may use as much as all strangers together. */
  readonly isKnown?: boolean;
  /** How much of the rate the turn uses: 1 when it is not said. */
  readonly cost?: number;
}

/** What may be done at once and each second after it, and from when on the next is. */
class Pace {
  readonly #meter: FloodMeter;
  #from = -Infinity;
  #until = -Infinity;

  constructor(burst: number, perSecond: number, now: number) {
    this.#meter = new FloodMeter({ floodBurst: burst, floodPerSecond: perSecond }, now);
  }

  /** When the next may be done; a clock that was set back makes nobody wait. */
  readyAt(now: number): number {
    return now < this.#from ? now : this.#until;
  }

  spend(cost: number, now: number): void {
    this.#from = now;
    this.#until = now + this.#meter.spend(cost, now);
  }

  isUnused(now: number): boolean {
    return this.#meter.isFull(now);
  }
}

/** Those who share a part of the rate, and what of theirs waits, the one that is due first in front. */
interface Group {
  readonly isKnown: boolean;
  readonly share: Pace;
  readonly tasks: Waiting[];
  /** What it has been served, in the queue's count of it: who had nothing to wait for gets nothing for that. */
  served: number;
}

/**
 * Lets those who are not known do something at a bounded rate: all together, and each address group its share of that.
 * Nothing is refused, it waits. Groups take turns by what their turns cost, so that a crowd delays itself; in each
 * group what costs little overtakes what costs much, until that has waited for as much as it costs itself.
 * https://en.wikipedia.org/wiki/Fair_queuing
 */
export class FairQueue {
  readonly #options: FairQueueOptions;
  readonly #pace: Pace;
  readonly #known: ForgettingMap<string, Group>;
  readonly #others: ForgettingMap<string, Group>;
  /** Groups of which something waits; of several that are equal the first comes first. */
  readonly #waiting = new Set<Group>();
  /** How far those who are not known have been served. */
  #served = 0;
  #timer: Disposable | undefined;
  #isServing = false;

  constructor(options: FairQueueOptions) {
    this.#options = options;
    const { burst, perSecond, sharePercent, clock } = options;
    this.#pace = new Pace(burst, perSecond, clock.now());
    this.#known = this.#groups({ isKnown: true, part: 1 });
    this.#others = this.#groups({ isKnown: false, part: sharePercent / 100 });
  }

  /**
   * Does `task` when its turn comes, which may be now.
   *
   * @returns takes `task` back
   */
  enter(name: string, task: () => void, { isKnown = false, cost = 1 }: TurnOptions = {}): Disposable {
    const group = (isKnown ? this.#known : this.#others).get(name);
    if (!isKnown) group.served = Math.max(group.served, this.#served);
    const waiting = { task, cost, due: group.served + cost };
    const after = group.tasks.findLastIndex(other => other.due <= waiting.due);
    group.tasks.splice(after + 1, 0, waiting);
    this.#waiting.add(group);
    this.#serve();
    return toDisposable(() => {
      if (!removeFrom(group.tasks, waiting)) return;
      if (group.tasks.length === 0) this.#waiting.delete(group);
      if (this.#waiting.size === 0) this.#sleep();
    });
  }

  /** Counts against a group, and against all, what a turn of theirs has cost more than was known before it. */
  spend(name: string, cost: number): void {
    this.#charge(this.#others.get(name), cost);
  }

  /** Uses a turn at once, if it is there. @returns whether it was; else it is for `enter` */
  take(name: string, options: TurnOptions = {}): boolean {
    let isTaken = false;
    this.enter(name, () => (isTaken = true), options).dispose();
    return isTaken;
  }

  #serve(): void {
    // What is done may bring the next one here: it waits in line rather than deeper on the stack.
    if (this.#isServing) return;
    this.#isServing = true;
    try {
      for (let group = this.#next(); group !== undefined; group = this.#next()) {
        this.#waiting.delete(group);
        const first = group.tasks.shift();
        if (first === undefined) continue;
        this.#charge(group, first.cost);
        if (group.tasks.length > 0) this.#waiting.add(group);
        first.task();
      }
    } finally {
      this.#isServing = false;
    }
    this.#sleep();
  }

  /** Of the groups that are ready, the one that will have been served least. */
  #next(): Group | undefined {
    const now = this.#options.clock.now();
    let next: Group | undefined;
    let least = Infinity;
    for (const group of this.#waiting) {
      if (this.#readyAt(group, now) > now) continue;
      const served = group.served + (group.tasks[0]?.cost ?? 0);
      if (served < least) [next, least] = [group, served];
    }
    return next;
  }

  #readyAt({ isKnown, share }: Group, now: number): number {
    const own = share.readyAt(now);
    return isKnown ? own : Math.max(own, this.#pace.readyAt(now));
  }

  #charge(group: Group, cost: number): void {
    const now = this.#options.clock.now();
    group.share.spend(cost, now);
    if (!group.isKnown) {
      this.#pace.spend(cost, now);
      this.#served = Math.max(this.#served, group.served);
    }
    group.served += cost;
  }

  /** Groups as long as something of theirs waits or of their share is used. */
  #groups({ isKnown, part }: { isKnown: boolean; part: number }): ForgettingMap<string, Group> {
    const { burst, perSecond, clock } = this.#options;
    return new ForgettingMap<string, Group>({
      make: () => {
        const share = new Pace(burst * part, perSecond * part, clock.now());
        return { isKnown, share, tasks: [], served: 0 };
      },
      isLikeNew: ({ tasks, share }) => tasks.length === 0 && share.isUnused(clock.now()),
    });
  }

  /** Comes back when the next one is ready. */
  #sleep(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    if (this.#waiting.size === 0) return;
    const { clock } = this.#options;
    const now = clock.now();
    const at = Math.min(...Array.from(this.#waiting, group => this.#readyAt(group, now)));
    this.#timer = clock.after(Math.max(0, at - now), () => {
      this.#timer = undefined;
      this.#serve();
    });
  }
}

/** @returns whether it was in there */
function removeFrom<T>(list: T[], one: T): boolean {
  const at = list.indexOf(one);
  if (at < 0) return false;
  list.splice(at, 1);
  return true;
}
