import { BoundedMap } from '../../common/boundedMap.ts';
import type { Clock } from '../../common/clock.ts';
import { type Disposable, toDisposable } from '../../common/dispose.ts';
import { FloodMeter } from './floodMeter.ts';

export interface FairQueueOptions {
  /** What may be done at once, and each second after it. */
  readonly burst: number;
  readonly perSecond: number;
  /** How much of either one group may use. */
  readonly sharePercent: number;
  readonly clock: Clock;
  /**
   * Groups take turns by what their turns cost and not by their number, and in each the one that costs least comes first:
   * https://en.wikipedia.org/wiki/Fair_queuing
   */
  readonly isByCost?: boolean;
}

interface Waiting {
  readonly task: () => void;
  readonly cost: number;
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
}

/** Those who share a part of the rate, and what of theirs waits. */
interface Group {
  readonly isKnown: boolean;
  readonly share: Pace;
  readonly tasks: Set<Waiting>;
  /** What it has been served, in the queue's count of it: who had nothing to wait for gets nothing for that. */
  served: number;
}

/** Groups whose share is remembered, known ones and others: as many as can wait, several times over. */
const maxGroups = 4096;

/**
 * Lets those who are not known do something at a bounded rate: all together, and each address group its share of that.
 * Nothing is refused, it waits; and one group comes after the other, so that a crowd delays itself.
 */
export class FairQueue {
  readonly #options: FairQueueOptions;
  readonly #pace: Pace;
  readonly #known = new BoundedMap<string, Group>(maxGroups);
  readonly #others = new BoundedMap<string, Group>(maxGroups);
  /** Groups of which something waits, the one whose turn is next first. */
  readonly #waiting = new Set<Group>();
  #served = 0;
  #timer: Disposable | undefined;
  #isServing = false;

  constructor(options: FairQueueOptions) {
    this.#options = options;
    const { burst, perSecond, clock } = options;
    this.#pace = new Pace(burst, perSecond, clock.now());
  }

  /**
   * Does `task` when its turn comes, which may be now.
   *
   * @returns takes `task` back
   */
  enter(name: string, task: () => void, { isKnown = false, cost = 1 }: TurnOptions = {}): Disposable {
    const group = this.#groupOf(name, isKnown, this.#options.clock.now());
    const waiting: Waiting = { task, cost };
    group.tasks.add(waiting);
    group.served = Math.max(group.served, this.#served);
    this.#waiting.add(group);
    this.#serve();
    return toDisposable(() => {
      group.tasks.delete(waiting);
      if (group.tasks.size === 0) this.#waiting.delete(group);
      if (this.#waiting.size === 0) this.#sleep();
    });
  }

  /** Uses a turn at once, if it is there. @returns whether it was; else it is for `enter` */
  take(name: string, { isKnown = false, cost = 1 }: TurnOptions = {}): boolean {
    const now = this.#options.clock.now();
    const group = this.#groupOf(name, isKnown, now);
    if (group.tasks.size > 0 || this.#readyAt(group, now) > now) return false;
    this.#charge(group, cost, now);
    return true;
  }

  #serve(): void {
    // What is done may bring the next one here: it waits in line rather than deeper on the stack.
    if (this.#isServing) return;
    this.#isServing = true;
    try {
      const now = this.#options.clock.now();
      for (let group = this.#next(now); group !== undefined; group = this.#next(now)) {
        this.#waiting.delete(group);
        const first = this.#firstOf(group);
        if (first === undefined) continue;
        this.#charge(group, first.cost, now);
        this.#served = Math.max(this.#served, group.served);
        group.served += first.cost;
        group.tasks.delete(first);
        if (group.tasks.size > 0) this.#waiting.add(group);
        first.task();
      }
    } finally {
      this.#isServing = false;
    }
    this.#sleep();
  }

  #next(now: number): Group | undefined {
    let next: Group | undefined;
    let least = Infinity;
    for (const group of this.#waiting) {
      if (this.#readyAt(group, now) > now) continue;
      if (this.#options.isByCost !== true) return group;
      const served = group.served + (this.#firstOf(group)?.cost ?? 0);
      if (served < least) [next, least] = [group, served];
    }
    return next;
  }

  #firstOf({ tasks }: Group): Waiting | undefined {
    let [first] = tasks;
    if (this.#options.isByCost === true)
      for (const one of tasks) if (first === undefined || one.cost < first.cost) first = one;
    return first;
  }

  #readyAt({ isKnown, share }: Group, now: number): number {
    const own = share.readyAt(now);
    return isKnown ? own : Math.max(own, this.#pace.readyAt(now));
  }

  #charge({ isKnown, share }: Group, cost: number, now: number): void {
    share.spend(cost, now);
    if (!isKnown) this.#pace.spend(cost, now);
  }

  #groupOf(name: string, isKnown: boolean, now: number): Group {
    const groups = isKnown ? this.#known : this.#others;
    const remembered = groups.get(name);
    if (remembered !== undefined) return remembered;
    const { burst, perSecond, sharePercent } = this.#options;
    const part = isKnown ? 1 : sharePercent / 100;
    const group = {
      isKnown,
      share: new Pace(burst * part, perSecond * part, now),
      tasks: new Set<Waiting>(),
      served: 0,
    };
    groups.set(name, group);
    return group;
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
