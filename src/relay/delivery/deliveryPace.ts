import type { Clock } from '../../common/clock.ts';
import { maxClientTagBytes, maxLineBytes } from '../../irc/limits.ts';
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

interface DeliveryPaceOptions extends BugReports {
  readonly limits: Limits;
  readonly clock: Clock;
  readonly known: KnownPeers;
}

/** What is said at once and paid for afterwards, in bytes: as much as one line can hold. */
const maxLineCost = maxClientTagBytes + maxLineBytes;

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

  /** Has somebody pay for what they just said, in bytes: nothing more is read from them before. */
  charge(sender: Session, reach: Reach, bytes: number): void {
    const turn = this.#turnOf(sender, reach, bytes);
    if (this.#ownOf(sender).trySpend(turn.cost, this.#options.clock.now())) return;
    if (!turn.queue.take(turn.group, turn)) waitForTurn(this.#options, turn, () => undefined);
  }

  /**
   * Does `say` when so many bytes may be said, which may be now; for somebody who has gone by then, never. What a line
   * can hold is said at once and paid for afterwards.
   */
  whenFree(sender: Session, reach: Reach, { bytes, say }: { bytes: number; say: () => void }): void {
    if (bytes <= maxLineCost) {
      say();
      this.charge(sender, reach, bytes);
    } else waitForTurn(this.#options, this.#turnOf(sender, reach, bytes), say);
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

  #turnOf(session: Session, { place, readers }: Reach, bytes: number): AwaitedTurn & { cost: number } {
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
