import { Emitter, type Event } from '../../common/emitter.ts';
import { type CapabilitySet, everyCapability } from '../core/capabilities.ts';
import type { Outgoing } from '../core/outgoing.ts';
import type { Session } from '../core/session.ts';
import { deliveryCost } from './deliveryCost.ts';

/** A channel, as far as what is said in it is concerned. */
export interface Audience {
  readonly size: number;
  readonly sessions: Iterable<Session>;
  has(session: Session): boolean;
}

interface Said {
  readonly outgoing: Outgoing;
  /** Who does not get it: mostly who said it. */
  readonly except: Session | undefined;
}

/** The same bytes for all who have these capabilities. */
interface Shared {
  readonly texts: readonly string[];
  readonly bytes: Uint8Array;
}

/** What is held for one member at most, in characters, before it is handed over. */
const maxHeld = 64 * 1024;

/** What may be said in one turn before it is written and nobody is read meanwhile, as `deliveryCost` counts. */
const maxTurnCost = 128 * 1024;

/**
 * Gathers what is said in one channel, one thing after the other, so that its bytes are made once for all members with
 * the same capabilities. Those who were left out of something get the parts of these bytes around it.
 *
 * Everyone still gets everything in the order it was sent: before anything else goes to a member, before one comes or
 * goes and before one's capabilities change, what was gathered must be handed over by `settle` or `settleFor`.
 */
export class FanOut {
  readonly #held = new Emitter<void>();
  readonly #shared = new Map<CapabilitySet, Shared>();
  #audience: Audience | undefined;
  #said: Said[] = [];
  #heldLength = 0;
  #turnCost = 0;
  #deliveries = 0;

  /** Fires when there is something to hand over. */
  readonly onHeld: Event<void> = this.#held.event;

  /** Lines that have been brought to anybody so far, each as often as it has readers. */
  get deliveries(): number {
    return this.#deliveries;
  }

  /** Whether so much has been said since `beginTurn` that it should be written before more is. */
  get isFull(): boolean {
    return this.#turnCost >= maxTurnCost;
  }

  beginTurn(): void {
    this.#turnCost = 0;
  }

  /** Holds something for every member but one, until `settle`. */
  add(audience: Audience, said: Said): void {
    if (this.#audience !== audience) {
      this.settle();
      this.#audience = audience;
      this.#held.fire();
    }
    this.#said.push(said);
    this.#deliveries += audience.size;
    const { length } = said.outgoing.text(everyCapability);
    this.#turnCost += deliveryCost(length, audience.size);
    this.#heldLength += length;
    if (this.#heldLength >= maxHeld) this.settle();
  }

  /** Notes that something is brought to `session` alone, and hands over what is held, if any of it may be for it. */
  bringTo(session: Session): void {
    this.#deliveries++;
    this.settleFor(session);
  }

  /** Hands over what is held, if any of it may be for `session`. */
  settleFor(session: Session): void {
    if (this.#audience?.has(session) === true) this.settle();
  }

  /** Hands over what is held to every member. */
  settle(): void {
    const audience = this.#audience;
    if (audience === undefined) return;
    const said = this.#said;
    this.#audience = undefined;
    this.#said = [];
    this.#heldLength = 0;
    const leftOut = new Set<Session>();
    for (const { except } of said) if (except !== undefined) leftOut.add(except);
    for (const session of audience.sessions) {
      const shared = this.#sharedFor(said, session.capabilities);
      if (leftOut.has(session)) pushAround(session, said, shared);
      else session.push(shared.bytes);
    }
    this.#shared.clear();
  }

  #sharedFor(said: readonly Said[], capabilities: CapabilitySet): Shared {
    let shared = this.#shared.get(capabilities);
    if (shared === undefined) {
      const texts = said.map(({ outgoing }) => outgoing.text(capabilities));
      shared = { texts, bytes: Buffer.from(texts.join('')) };
      this.#shared.set(capabilities, shared);
    }
    return shared;
  }
}

/** Gives a session all but what it was left out of: parts of the shared bytes, and no copy. */
function pushAround(session: Session, said: readonly Said[], { texts, bytes }: Shared): void {
  let from = 0;
  let to = 0;
  for (const [index, { except }] of said.entries()) {
    const start = to;
    to += Buffer.byteLength(texts[index] ?? '');
    if (except !== session) continue;
    session.push(bytes.subarray(from, start));
    from = to;
  }
  session.push(bytes.subarray(from));
}
