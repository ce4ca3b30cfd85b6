import type { Channel } from './channel.ts';
import type { Session } from '../core/session.ts';

/** One invitation that has not been used. */
export interface Invitation {
  /** Whether it opens the door: only an operator's does, another member's is a hint. */
  readonly opens: boolean;
}

/** Who has been invited where. It is forgotten with the person, and used up by joining. */
export class Invitations {
  readonly #bySession = new WeakMap<Session, Map<Channel, Invitation>>();

  /** Remembers an invitation; of more than `max` for one person the oldest goes. One that opens stays one that does. */
  add(session: Session, channel: Channel, { opens, max }: Invitation & { readonly max: number }): void {
    const given = this.#bySession.get(session) ?? new Map<Channel, Invitation>();
    this.#bySession.set(session, given);
    const opened = given.get(channel)?.opens === true;
    given.delete(channel);
    given.set(channel, { opens: opens || opened });
    const [oldest] = given.keys();
    if (given.size > max && oldest !== undefined) given.delete(oldest);
  }

  /** Whether this person has been asked in by an operator. */
  opens(session: Session, channel: Channel): boolean {
    return this.#bySession.get(session)?.get(channel)?.opens === true;
  }

  /** The channels a person is invited to, oldest invitation first; some may have ended since. */
  of(session: Session): Iterable<Channel> {
    return this.#bySession.get(session)?.keys() ?? [];
  }

  use(session: Session, channel: Channel): void {
    this.#bySession.get(session)?.delete(channel);
  }
}
