import type { Limits } from '../core/limits.ts';
import type { Peer, Session } from '../core/session.ts';
import { Holdings } from '../people/holdings.ts';
import type { HostNotices } from '../people/hostNotices.ts';
import type { Visitors } from '../people/visitors.ts';
import type { Channel } from './channel.ts';

/** One invitation that has not been used. */
export interface Invitation {
  /** Whether it opens the door: only an operator's does, another member's is a hint. */
  readonly opens: boolean;
  readonly inviter: Peer;
}

export interface InvitationsOptions {
  readonly limits: Pick<Limits, 'maxInvitations' | 'invitationsPerKey' | 'invitationsPerNewKey'>;
  readonly visitors: Visitors;
  readonly notices: Pick<HostNotices, 'refused'>;
}

/** The invitations of one person, and by whom they are. */
interface Received {
  /** Whether each opens; the oldest comes first. */
  readonly opens: Map<Channel, boolean>;
  readonly held: Holdings<Channel>;
}

/** Who has been invited where. It is forgotten with the person, and used up by joining. */
export class Invitations {
  readonly #options: InvitationsOptions;
  readonly #bySession = new WeakMap<Session, Received>();

  constructor(options: InvitationsOptions) {
    this.#options = options;
  }

  /**
   * Remembers an invitation. One that opens stays one that does; of too many by one inviter the oldest is forgotten.
   *
   * @returns false where there is no place for it
   */
  add(session: Session, channel: Channel, { opens, inviter }: Invitation): boolean {
    const received = this.#bySession.get(session) ?? this.#receive();
    this.#bySession.set(session, received);
    const before = received.opens.get(channel);
    const holder = this.#options.visitors.holderOf(inviter);
    if (before === undefined && !received.held.add(channel, holder)) return false;
    received.held.touch(channel);
    received.opens.delete(channel);
    received.opens.set(channel, opens || before === true);
    return true;
  }

  /** Whether this person has been asked in by an operator. */
  opens(session: Session, channel: Channel): boolean {
    return this.#bySession.get(session)?.opens.get(channel) === true;
  }

  /** The channels a person is invited to, oldest invitation first; some may have ended since. */
  of(session: Session): Iterable<Channel> {
    return this.#bySession.get(session)?.opens.keys() ?? [];
  }

  use(session: Session, channel: Channel): void {
    const received = this.#bySession.get(session);
    received?.opens.delete(channel);
    received?.held.remove(channel);
  }

  #receive(): Received {
    const { limits, visitors, notices } = this.#options;
    const { maxInvitations: total, invitationsPerKey: perKey, invitationsPerNewKey: perNewKey } = limits;
    const opens = new Map<Channel, boolean>();
    const held = new Holdings<Channel>({
      shares: { total, perKey, perNewKey },
      isRegular: key => visitors.isRegular(key),
      replaces: () => true,
      onEvicted: channel => opens.delete(channel),
      onRefused: ({ group }) => notices.refused('invitations', group),
    });
    return { opens, held };
  }
}
