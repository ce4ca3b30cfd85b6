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

/** Before the names of known groups: no address begins so. */
const knownPrefix = 'known ';

/** Groups whose share is remembered: as many as can wait, several times over. */
const maxShares = 4096;

/**
 * Lets those who are not known do something at a bounded rate: all together, and each address group its share of that.
 * Nothing is refused, it waits; and one group comes after the other, so that a crowd delays itself.
 */
export class FairQueue {
  readonly #options: FairQueueOptions;
  readonly #pace: Pace;
  readonly #shares = new BoundedMap<string, Pace>(maxShares);
  /** What waits, by group, the group whose turn is next first. */
  readonly #waiting = new Map<string, Set<Waiting>>();
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
  enter(group: string, task: () => void, { isKnown = false, cost = 1 }: TurnOptions = {}): Disposable {
    const name = isKnown ? knownPrefix + group : group;
    const tasks = this.#waiting.get(name) ?? new Set();
    const waiting: Waiting = { task, cost };
    tasks.add(waiting);
    this.#waiting.set(name, tasks);
    this.#serve();
    return toDisposable(() => {
      tasks.delete(waiting);
      if (tasks.size === 0 && this.#waiting.get(name) === tasks) this.#waiting.delete(name);
      if (this.#waiting.size === 0) this.#sleep();
    });
  }

  #serve(): void {
    // What is done may bring the next one here: it waits in line rather than deeper on the stack.
    if (this.#isServing) return;
    this.#isServing = true;
    try {
      const now = this.#options.clock.now();
      for (let next = this.#next(now); next !== undefined; next = this.#next(now)) {
        const [name, tasks] = next;
        this.#waiting.delete(name);
        const [first] = tasks;
        if (first === undefined) continue;
        this.#charge(name, first.cost, now);
        tasks.delete(first);
        if (tasks.size > 0) this.#waiting.set(name, tasks);
        first.task();
      }
    } finally {
      this.#isServing = false;
    }
    this.#sleep();
  }

  #next(now: number): [name: string, tasks: Set<Waiting>] | undefined {
    for (const entry of this.#waiting) if (this.#readyAt(entry[0], now) <= now) return entry;
    return undefined;
  }

  #readyAt(name: string, now: number): number {
    const own = this.#shareOf(name, now).readyAt(now);
    return isKnownGroup(name) ? own : Math.max(own, this.#pace.readyAt(now));
  }

  #charge(name: string, cost: number, now: number): void {
    this.#shareOf(name, now).spend(cost, now);
    if (!isKnownGroup(name)) this.#pace.spend(cost, now);
  }

  #shareOf(name: string, now: number): Pace {
    const remembered = this.#shares.get(name);
    if (remembered !== undefined) return remembered;
    const { burst, perSecond, sharePercent } = this.#options;
    const part = isKnownGroup(name) ? 1 : sharePercent / 100;
    const share = new Pace(burst * part, perSecond * part, now);
    this.#shares.set(name, share);
    return share;
  }

  /** Comes back when the next one is ready. */
  #sleep(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    if (this.#waiting.size === 0) return;
    const { clock } = this.#options;
    const now = clock.now();
    const at = Math.min(...Array.from(this.#waiting.keys(), name => this.#readyAt(name, now)));
    this.#timer = clock.after(Math.max(0, at - now), () => {
      this.#timer = undefined;
      this.#serve();
    });
  }
}

function isKnownGroup(name: string): boolean {
  return name.startsWith(knownPrefix);
}
