import type { Roster } from './roster.ts';

/** How many are connected, and the most there have been at one time. */
export class Population {
  #highest = 0;

  /** People at their highest number so far. */
  get highest(): number {
    return this.#highest;
  }

  /** @param people who are registered now */
  note(people: number): void {
    this.#highest = Math.max(this.#highest, people);
  }
}

/** Connections by what they are. */
export interface Count {
  readonly people: number;
  /** Of the people. */
  readonly invisible: number;
  /** Of the people. */
  readonly operators: number;
  readonly unregistered: number;
}

/** Counts everyone who is connected. */
export function countConnections(roster: Roster): Count {
  const count = { people: 0, invisible: 0, operators: 0, unregistered: 0 };
  for (const session of roster.sessions) {
    if (!session.isRegistered) {
      count.unregistered++;
      continue;
    }
    count.people++;
    if (session.isInvisible) count.invisible++;
    if (session.isOperator) count.operators++;
  }
  return count;
}
