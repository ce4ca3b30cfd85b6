import { Emitter, type Event } from '../../common/emitter.ts';
import type { CapabilitySet } from '../core/capabilities.ts';
import type { Outgoing } from '../core/outgoing.ts';
import type { Session } from '../core/session.ts';

/** A channel, as far as what is said in it is concerned. */
export interface Audience {
  readonly sessions: Iterable<Session>;
  has(session: Session): boolean;
}

interface Said {
  readonly outgoing: Outgoing;
  /** Who does not get it: mostly who said it. */
  readonly except: Session | undefined;
}

/**
 * Gathers what is said in one channel, one thing after the other, so that its bytes are made once for all members with
 * the same capabilities. Only those who were left out of something need a cut of their own.
 *
 * Everyone still gets everything in the order it was sent: before anything else goes to a member, before one comes or
 * goes and before one's capabilities change, what was gathered must be handed over by `settle` or `settleFor`.
 */
export class FanOut {
  readonly #held = new Emitter<void>();
  readonly #buffers = new Map<CapabilitySet, Uint8Array>();
  #audience: Audience | undefined;
  #said: Said[] = [];

  /** Fires when there is something to hand over. */
  readonly onHeld: Event<void> = this.#held.event;

  /** Holds something for every member but one, until `settle`. */
  add(audience: Audience, said: Said): void {
    if (this.#audience !== audience) {
      this.settle();
      this.#audience = audience;
      this.#held.fire();
    }
    this.#said.push(said);
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
    const leftOut = new Set<Session>();
    for (const { except } of said) if (except !== undefined) leftOut.add(except);
    for (const session of audience.sessions)
      session.push(leftOut.has(session) ? cut(said, session) : this.#shared(said, session.capabilities));
    this.#buffers.clear();
  }

  #shared(said: readonly Said[], capabilities: CapabilitySet): Uint8Array {
    let bytes = this.#buffers.get(capabilities);
    if (bytes === undefined) {
      let text = '';
      for (const { outgoing } of said) text += outgoing.text(capabilities);
      bytes = Buffer.from(text);
      this.#buffers.set(capabilities, bytes);
    }
    return bytes;
  }
}

/** All but what one session was left out of. */
function cut(said: readonly Said[], session: Session): Uint8Array {
  let text = '';
  for (const { outgoing, except } of said)
    if (except !== session) text += outgoing.text(session.capabilities);
  return Buffer.from(text);
}
