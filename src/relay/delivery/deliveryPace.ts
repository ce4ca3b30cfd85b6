import type { Clock } from '../../common/clock.ts';
import { ForgettingMap } from '../../common/forgettingMap.ts';
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
 * share of that. Keys that came back on another day have as much again for themselves, and take turns. What a person
 * types is said whatever others do: everybody has a little for themselves, and nobody else pays for that.
 */
export class DeliveryPace {
  readonly #options: DeliveryPaceOptions;
  readonly #queues = new WeakMap<object, FairQueue>();
  /** Those of who came back. */
  readonly #regulars = new WeakMap<object, FairQueue>();
  /** What everybody has for themselves: by key, however often it connects, or else by the session's mark. */
  readonly #own: ForgettingMap<string | object, FloodMeter>;

  constructor(options: DeliveryPaceOptions) {
    this.#options = options;
    const { limits, clock } = options;
    const { deliveryOwnPerSecond: floodPerSecond } = limits;
    this.#own = new ForgettingMap<string | object, FloodMeter>({
      make: who => new FloodMeter({ floodBurst: ownBurst(who, limits), floodPerSecond }, clock.now()),
      isLikeNew: meter => meter.isFull(clock.now()),
    });
  }

  /** Pays for what somebody is about to say, if that may be said now. @returns whether it may; else it is for `whenPaid` */
  pay(sender: Session, payment: Payment): boolean {
    const turn = this.#turnOf(sender, payment);
    return this.#isTyped(sender, payment, turn.cost) || turn.queue.take(turn.group, turn);
  }

  /** Does `say` when all of that may be said, and reads nothing more from the sender before; for one who has gone by then, never. */
  whenPaid(sender: Session, [first, ...rest]: readonly Payment[], say: () => void): void {
    if (first === undefined) say();
    else waitForTurn(this.#options, this.#turnOf(sender, first), () => this.whenPaid(sender, rest, say));
  }

  /** Whether it is no more than what everybody has for themselves, which is then used. */
  #isTyped({ peer, mark }: Session, { bytes }: Payment, cost: number): boolean {
    const { limits, clock } = this.#options;
    if (bytes > limits.deliveryOwnBytes) return false;
    const who = peer.key ?? mark;
    // In the largest of rooms a line costs more than that: it takes all there is.
    return this.#own.get(who).trySpend(Math.min(cost, ownBurst(who, limits)), clock.now());
  }

  #turnOf(session: Session, { reach: { place, readers }, bytes }: Payment): AwaitedTurn & { cost: number } {
    const { known } = this.#options;
    const { peer } = session;
    const isRegular = known.isRegular(peer);
    const group = isRegular && peer.key !== undefined ? peer.key : known.groupOf(peer.address);
    return { queue: this.#queueOf(place, isRegular), session, group, cost: deliveryCost(bytes, readers) };
  }

  #queueOf(place: object, isRegular: boolean): FairQueue {
    const queues = isRegular ? this.#regulars : this.#queues;
    let queue = queues.get(place);
    if (queue === undefined) {
      const { limits, clock } = this.#options;
      const { deliveryBurst: burst, deliveryPerSecond: perSecond } = limits;
      const sharePercent = isRegular ? 100 : limits.deliverySharePercent;
      queue = new FairQueue({ burst, perSecond, sharePercent, clock });
      queues.set(place, queue);
    }
    return queue;
  }
}

/** A connection without a key has less, as whoever comes again has it anew. */
function ownBurst(who: string | object, { deliveryOwnBurst, deliveryOwnBytes }: Limits): number {
  return typeof who === 'string' ? deliveryOwnBurst : Math.min(deliveryOwnBurst, deliveryOwnBytes);
}
