import type { Clock } from '../../common/clock.ts';
import type { Limits } from '../core/limits.ts';
import type { Session } from '../core/session.ts';
import { FairQueue } from '../guards/fairQueue.ts';
import { FloodMeter } from '../guards/floodMeter.ts';
import type { KnownPeers } from '../guards/knownPeers.ts';
import { type AwaitedTurn, type BugReports, waitForTurn } from '../guards/waitForTurn.ts';
import { deliveryCost } from './deliveryCost.ts';

/** Whom something is brought to: a room or a person. */
export interface Reach {
  readonly place: object;
  readonly readers: number;
}

/** Something that is said: to whom, and how long it is, in bytes. */
export interface Payment {
  readonly reach: Reach;
  readonly bytes: number;
}

interface DeliveryPaceOptions extends BugReports {
  readonly limits: Limits;
  readonly clock: Clock;
  readonly known: KnownPeers;
}

/**
 * Bounds how much is said to one room or person, so that everybody there can read it: each address group may use its
 * share of that, and a key that came back on another day does not wait for others. What a person types is said
 * whatever others do: everybody has a little for themselves. Beyond that, what is shortest comes first.
 */
export class DeliveryPace {
  readonly #options: DeliveryPaceOptions;
  readonly #queues = new WeakMap<object, FairQueue>();
  /** What everybody has for themselves. */
  readonly #own = new WeakMap<Session, FloodMeter>();

  constructor(options: DeliveryPaceOptions) {
    this.#options = options;
  }

  /** Has somebody pay for what they just said: nothing more is read from them before. */
  charge(sender: Session, payment: Payment): void {
    if (!this.#pay(sender, payment)) this.#wait(sender, payment, () => undefined);
  }

  /** Does `say` when so much may be said, which may be now; for somebody who has gone by then, never. */
  whenFree(sender: Session, payment: Payment, say: () => void): void {
    if (this.#pay(sender, payment)) say();
    else this.#wait(sender, payment, say);
  }

  /** Out of what everybody has for themselves, if it is short enough, else out of what all have. @returns whether there was enough */
  #pay(sender: Session, payment: Payment): boolean {
    const turn = this.#turnOf(sender, payment);
    const { clock, limits } = this.#options;
    const isTyped = payment.bytes <= limits.deliveryOwnBytes;
    const cost = Math.min(turn.cost, limits.deliveryOwnBurst);
    if (isTyped && this.#ownOf(sender).trySpend(cost, clock.now())) return true;
    return turn.queue.take(turn.group, turn);
  }

  #wait(sender: Session, payment: Payment, task: () => void): void {
    waitForTurn(this.#options, this.#turnOf(sender, payment), task);
  }

  #ownOf(session: Session): FloodMeter {
    let meter = this.#own.get(session);
    if (meter === undefined) {
      const { limits, clock } = this.#options;
      const { deliveryOwnBurst: floodBurst, deliveryOwnPerSecond: floodPerSecond } = limits;
      meter = new FloodMeter({ floodBurst, floodPerSecond }, clock.now());
      this.#own.set(session, meter);
    }
    return meter;
  }

  #turnOf(session: Session, { reach: { place, readers }, bytes }: Payment): AwaitedTurn & { cost: number } {
    const { known } = this.#options;
    const { peer } = session;
    const isKnown = known.isRegular(peer);
    const group = isKnown && peer.key !== undefined ? peer.key : known.groupOf(peer.address);
    return { queue: this.#queueOf(place), session, group, isKnown, cost: deliveryCost(bytes, readers) };
  }

  #queueOf(place: object): FairQueue {
    let queue = this.#queues.get(place);
    if (queue === undefined) {
      const { limits, clock } = this.#options;
      const {
        deliveryBurst: burst,
        deliveryPerSecond: perSecond,
        deliverySharePercent: sharePercent,
      } = limits;
      queue = new FairQueue({ burst, perSecond, sharePercent, clock, isByCost: true });
      this.#queues.set(place, queue);
    }
    return queue;
  }
}
