/** Who waits in a place, and for which group. */
interface Seat {
  readonly group: string;
}

/**
 * Places for those who are not let in yet: at most so many in all and of one group. One of the group that holds
 * most gives way to a newcomer. Where none holds more than one, the newcomer is refused instead: otherwise an attacker with
 * enough addresses would push everybody out before their turn.
 */
export class Places<T> {
  readonly #max: number;
  readonly #maxPerGroup: number;
  readonly #random: () => number;
  readonly #seats = new Map<T, Seat>();
  /** Of each group, the oldest first. */
  readonly #groups = new Map<string, Set<T>>();

  /** @param random from 0 to 1: which of a group gives way, from its oldest to its newest; the oldest if not given */
  constructor(max: number, maxPerGroup: number, random = (): number => 0) {
    this.#max = max;
    this.#maxPerGroup = maxPerGroup;
    this.#random = random;
  }

  get isFull(): boolean {
    return this.#seats.size >= this.#max;
  }

  /** Takes a place. @returns who had to give way for it, with no place from now on; it may be the newcomer */
  add(item: T, group: string): T | undefined {
    this.#seats.set(item, { group });
    const members = this.#groups.get(group) ?? new Set();
    this.#groups.set(group, members.add(item));
    if (members.size > this.#maxPerGroup) return this.yieldOf(group, item);
    if (this.#seats.size <= this.#max) return undefined;
    const fullest = this.#fullest();
    if (fullest.held > 1) return this.yieldOf(fullest.group, item);
    this.remove(item);
    return item;
  }

  /** Gives a place back; a second time is nothing. */
  remove(item: T): void {
    const seat = this.#seats.get(item);
    if (seat === undefined) return;
    this.#seats.delete(item);
    const members = this.#groups.get(seat.group);
    members?.delete(item);
    if (members?.size === 0) this.#groups.delete(seat.group);
  }

  /** Takes the place of one of `group`, though not of `newcomer`. */
  yieldOf(group: string, newcomer?: T): T | undefined {
    const others = [...(this.#groups.get(group) ?? [])].filter(one => one !== newcomer);
    const gone = others[Math.floor(this.#random() * others.length)];
    if (gone !== undefined) this.remove(gone);
    return gone;
  }

  /** Takes the place of one of the group that holds most. */
  yieldOfFullest(): T | undefined {
    return this.yieldOf(this.#fullest().group);
  }

  #fullest(): { readonly group: string; readonly held: number } {
    let fullest = { group: '', held: 0 };
    for (const [group, { size: held }] of this.#groups) if (held > fullest.held) fullest = { group, held };
    return fullest;
  }
}
