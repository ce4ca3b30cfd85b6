import { Direction, type Travel } from './direction.ts';
import type { Scheduler } from './scheduler.ts';
import { SimEnd } from './simEnd.ts';
import type { SimProcess } from './simProcess.ts';

/** Which ends learn that a connection has broken. */
export type Learns = 'both' | 'client' | 'relay' | 'nobody';

/** One connection of a client to the relay. */
export class Link {
  readonly client: SimEnd;
  readonly relay: SimEnd;
  readonly #up: Direction;
  readonly #down: Direction;

  constructor(
    scheduler: Scheduler,
    travel: { readonly up: Travel; readonly down: Travel },
    ends: { readonly client: SimProcess; readonly relay: SimProcess },
  ) {
    this.#up = new Direction(scheduler, travel.up, () => this.relay);
    this.#down = new Direction(scheduler, travel.down, () => this.client);
    const resets = (): boolean => travel.up.random() < 0.25;
    const [up, down] = [() => this.#up, () => this.#down];
    this.client = new SimEnd(ends.client, { out: up, in: down }, resets);
    this.relay = new SimEnd(ends.relay, { out: down, in: up }, resets);
    // What breaks before somebody listens is known from its being destroyed.
    for (const end of [this.client, this.relay]) end.on('error', () => undefined);
  }

  get isOver(): boolean {
    return this.client.destroyed && this.relay.destroyed;
  }

  /** The relay gets the connection once the client's first packet has arrived. */
  open(accept: (end: SimEnd) => void): void {
    this.#up.then(() => {
      if (!this.relay.destroyed) accept(this.relay);
    });
  }

  cut(learns: Learns): void {
    this.#down.breakOff(learns === 'both' || learns === 'client' ? 'reset' : undefined);
    this.#up.breakOff(learns === 'both' || learns === 'relay' ? 'reset' : undefined);
  }

  /** From now on bytes vanish on the way, and no end is told. */
  silence(way: 'both' | 'up' | 'down'): void {
    if (way !== 'down') this.#up.isSilent = true;
    if (way !== 'up') this.#down.isSilent = true;
  }

  /** What is on its way waits. */
  hold(ms: number): void {
    this.#up.hold(ms);
    this.#down.hold(ms);
  }

  /** The process at one end has died. @param isTold the other one learns of it, as the system closes what it had open */
  orphan(side: 'client' | 'relay', isTold: boolean): void {
    const out = side === 'client' ? this.#up : this.#down;
    out.breakOff(isTold ? 'reset' : undefined);
    (side === 'client' ? this.#down : this.#up).close();
  }
}
