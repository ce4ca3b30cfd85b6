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

  /** Pays for what somebody is about to say, if that may be said now. @returns whether it may; else it is for `whenPaid` */
  pay(sender: Session, payment: Payment): boolean {
    const turn = this.#turnOf(sender, payment);
    const { queue, group } = turn;
    const isTyped = payment.bytes <= this.#options.limits.deliveryOwnBytes;
    if (isTyped && this.#ownOf(sender).trySpend(turn.cost, this.#options.clock.now())) return true;
    return queue.take(group, turn);
  }

  /** Does `say` when so much may be said, and reads nothing more from the sender before; for one who has gone by then, never. */
  whenPaid(sender: Session, payment: Payment, say: () => void): void {
    waitForTurn(this.#options, this.#turnOf(sender, payment), say);
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
