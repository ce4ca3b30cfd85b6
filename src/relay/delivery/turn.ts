import type { Flushable, FlushSchedule } from '../../net/sendQueue.ts';
import { BoundedMap } from '../../common/boundedMap.ts';
import type { Clock } from '../../common/clock.ts';
import { RecentUse } from '../guards/recentUse.ts';
import type { FanOut } from './fanOut.ts';

/** Turns of the event loop that output waits for more lines to come, so that all of them share one write. */
const maxTurns = 4;

/** How long lines are carried out before what they brought is written, in milliseconds. */
const maxTurnMs = 8;

/** What a new connection counts for, in lines: its handshake, and that who has just come goes after who is here. */
const connectionCost = 10;

/** Address groups of which is remembered what they used. */
const maxGroups = 4096;

/** A write that takes so long, in milliseconds, is one to hundreds of people: small ones are not gathered for. */
const longWriteMs = 2;
/** After it comes a time without one that is as many times longer, up to a bound, in milliseconds. */
const restFactor = 3;
const maxRestMs = 20;

/** Who takes part in the turns: its output waits for them, and its input when they are full. */
export interface Reader extends FlushSchedule {
  /** A line has come in. */
  heard(): void;
  /** Notes what a line was, as the flood meter counts it. */
  spend(cost: number): void;
}

/** Something that waits for room, and what its address group and its connection have used. */
interface Waiting {
  readonly task: () => void;
  readonly group: RecentUse;
  readonly own: RecentUse;
}

/**
 * Writes once for as many lines as come together: after a turn of the event loop that brought no new line, and after
 * `maxTurns` turns at the latest. Writing is what costs most in delivering a line, and an idle turn costs next to
 * nothing. When so much has been said, or been worked for so long, that it is better written first, nobody is read
 * meanwhile; then those go on first of whose address least was carried out of late, so that a crowd that asks for all
 * there is delays itself.
 *
 * Where hundreds hear of each line and many come at once, as when all come back after a break, writing alone would take
 * all the time there is: after a long write what comes is gathered for a few milliseconds more.
 */
export class Turn {
  readonly #fanOut: FanOut;
  readonly #beforeWrite: () => void;
  readonly #clock: Clock;
  #waiting: Flushable[] = [];
  /** What goes on once there is room in a turn again. */
  #afterWrite: Waiting[] = [];
  readonly #groups = new BoundedMap<string, RecentUse>(maxGroups);
  #startedAt: number | undefined;
  #isScheduled = false;
  #brought = false;
  #turns = 0;
  #wroteAt = -Infinity;
  #restMs = 0;

  /** @param beforeWrite does what has to be done before anybody hears of what came in this turn */
  constructor(fanOut: FanOut, beforeWrite: () => void, clock: Clock) {
    this.#fanOut = fanOut;
    this.#beforeWrite = beforeWrite;
    this.#clock = clock;
    fanOut.onHeld(() => this.#schedule());
  }

  /** What a connection from this address group takes part by. */
  reader(groupName: string): Reader {
    const group = this.#groups.get(groupName) ?? new RecentUse();
    this.#groups.set(groupName, group);
    const own = new RecentUse();
    const spend = (cost: number): void => {
      const now = this.#clock.now();
      group.spend(cost, now);
      own.spend(cost, now);
    };
    spend(connectionCost);
    const isFull = (): boolean => this.isFull;
    return {
      get isFull() {
        return isFull();
      },
      add: flushable => this.#add(flushable),
      settle: () => this.settle(),
      whenWritten: task => {
        this.#afterWrite.push({ task, group, own });
        this.#schedule();
      },
      heard: () => {
        this.#brought = true;
        this.#startedAt ??= this.#clock.now();
      },
      spend,
    };
  }

  get isFull(): boolean {
    if (this.#fanOut.isFull) return true;
    return this.#startedAt !== undefined && this.#clock.now() - this.#startedAt >= maxTurnMs;
  }

  #add(flushable: Flushable): void {
    this.#waiting.push(flushable);
    this.#schedule();
  }

  settle(): void {
    this.#fanOut.settle();
    this.#beforeWrite();
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(this.#pass);
  }

  readonly #pass = (): void => {
    this.#turns++;
    if (this.#brought && this.#turns < maxTurns && !this.isFull) {
      this.#brought = false;
      setImmediate(this.#pass);
      return;
    }
    const rest = this.#restMs;
    if (rest === 0 || this.isFull) {
      this.#write();
      return;
    }
    this.#restMs = 0;
    // A clock that was set back does not make it longer.
    const left = Math.min(rest, this.#wroteAt + rest - this.#clock.now());
    if (left > 0) this.#clock.after(left, this.#pass);
    else this.#write();
  };

  #write(): void {
    const startedAt = this.#clock.now();
    this.settle();
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#turns = 0;
    this.#brought = false;
    this.#isScheduled = false;
    this.#startedAt = undefined;
    for (const flushable of waiting) flushable.flush();
    this.#wroteAt = this.#clock.now();
    const took = this.#wroteAt - startedAt;
    this.#restMs = took < longWriteMs ? 0 : Math.min(took * restFactor, maxRestMs);
    this.#fanOut.beginTurn();
    this.#goOn();
  }

  /** Lets those who wait go on, those who have used least first, until there is enough to write again. */
  #goOn(): void {
    if (this.#afterWrite.length === 0) return;
    const now = this.#clock.now();
    const waiting = this.#afterWrite
      .map(({ task, group, own }) => ({
        task,
        group,
        own,
        used: [group.until(now), own.until(now)] as const,
      }))
      .sort((a, b) => a.used[0] - b.used[0] || a.used[1] - b.used[1]);
    this.#afterWrite = [];
    let done = 0;
    for (const { task } of waiting) {
      if (this.isFull) break;
      task();
      done++;
    }
    this.#afterWrite = [...waiting.slice(done), ...this.#afterWrite];
    if (this.#afterWrite.length > 0) this.#schedule();
  }
}
