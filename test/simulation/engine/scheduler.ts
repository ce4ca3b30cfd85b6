import { type Disposable, toDisposable } from '../../../src/common/dispose.ts';

interface Planned {
  readonly at: number;
  readonly order: number;
  task: (() => void) | undefined;
}

function isBefore(one: Planned, other: Planned): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}

/** Time as everything in a world has it. */
export type Time = Pick<Scheduler, 'now' | 'at' | 'after'>;

/** The time of a simulated world: nothing happens but what was planned, in the order of time, then of planning. */
export class Scheduler {
  #now: number;
  #order = 0;
  /** A binary heap: the first is the next. */
  readonly #planned: Planned[] = [];

  /** @param now milliseconds since 1970 */
  constructor(now: number) {
    this.#now = now;
  }

  get now(): number {
    return this.#now;
  }

  at(at: number, task: () => void): Disposable {
    const planned: Planned = { at: Math.max(Math.ceil(at), this.#now), order: this.#order++, task };
    this.#push(planned);
    return toDisposable(() => (planned.task = undefined));
  }

  after(ms: number, task: () => void): Disposable {
    return this.at(this.#now + ms, task);
  }

  /** Does all that is planned up to a time. @param settle is awaited after each thing that happens */
  async runUntil(until: number, settle: () => Promise<void>): Promise<void> {
    await settle();
    for (let next = this.#take(until); next !== undefined; next = this.#take(until)) {
      if (next.task === undefined) continue;
      this.#now = next.at;
      next.task();
      await settle();
    }
    this.#now = until;
  }

  #take(until: number): Planned | undefined {
    const [first] = this.#planned;
    if (first === undefined || first.at > until) return undefined;
    const last = this.#planned.pop()!;
    if (last !== first) this.#sink(last);
    return first;
  }

  #push(planned: Planned): void {
    const heap = this.#planned;
    let place = heap.push(planned) - 1;
    while (place > 0) {
      const above = (place - 1) >> 1;
      if (!isBefore(planned, heap[above]!)) break;
      heap[place] = heap[above]!;
      place = above;
    }
    heap[place] = planned;
  }

  /** Puts one in at the top. */
  #sink(planned: Planned): void {
    const heap = this.#planned;
    let place = 0;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && isBefore(heap[below + 1]!, heap[below]!)) below++;
      if (!isBefore(heap[below]!, planned)) break;
      heap[place] = heap[below]!;
      place = below;
    }
    heap[place] = planned;
  }
}
