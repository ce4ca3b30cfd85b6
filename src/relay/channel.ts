import type { Outgoing } from './outgoing.ts';
import type { Session } from './session.ts';

/** Standing of one member. */
export interface Member {
  readonly session: Session;
  isOperator: boolean;
  hasVoice: boolean;
}

export interface Topic {
  readonly text: string;
  /** Who set it. */
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** A room: its members and its topic. */
export class Channel {
  /** As it was first written; compare folded. */
  readonly name: string;
  topic: Topic | undefined;
  readonly #members = new Map<Session, Member>();

  constructor(name: string) {
    this.name = name;
  }

  get size(): number {
    return this.#members.size;
  }

  /** In the order they came. */
  get members(): Iterable<Member> {
    return this.#members.values();
  }

  member(session: Session): Member | undefined {
    return this.#members.get(session);
  }

  add(session: Session, isOperator: boolean): void {
    this.#members.set(session, { session, isOperator, hasVoice: false });
  }

  remove(session: Session): void {
    this.#members.delete(session);
  }

  /** Brings news to every member but one. */
  deliver(outgoing: Outgoing, except?: Session): void {
    for (const session of this.#members.keys()) if (session !== except) session.deliver(outgoing);
  }
}

/** The sign before a member's nick: `@` for an operator, `+` for voice, '' for neither. */
export function prefixOf(member: Member): string {
  if (member.isOperator) return '@';
  return member.hasVoice ? '+' : '';
}
