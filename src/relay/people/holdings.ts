import { type Held, type Holder, HoldingBook, type HolderState } from './holdingBook.ts';

/** How many things there may be. */
export interface Shares {
  readonly total: number;
  /** Of one key that came back on another day. */
  readonly perKey: number;
  /** Of one key that has not. */
  readonly perNewKey: number;
}

export interface HoldingsOptions<Thing> {
  readonly shares: Shares;
  /** Whether this is a key that came back. */
  readonly isRegular: (id: string) => boolean;
  /** Whether a thing of the same holder makes way for a new one, the oldest first; if not given, none does. */
  readonly replaces?: (thing: Thing) => boolean;
  /** A thing had to go. */
  readonly onEvicted: (thing: Thing) => void;
  /** There is no place for one more of somebody whose own share is not used up. */
  readonly onRefused: (holder: Holder) => void;
}

/** Whose something is now. */
export interface CurrentHolder {
  readonly id: string;
  readonly group: string;
  readonly isRegular: boolean;
}

/**
 * Things that people hold, as many as a total allows, and who gives way when it is full. A quarter is kept for those
 * who came back on another day, and what they hold is never evicted. Of the rest one address group may have half. Past
 * the total the newest thing goes that is not in use, of the group that has most of them, if the newcomer's group has
 * less and that group is not small; otherwise the new thing is refused.
 */
export class Holdings<Thing> {
  readonly #options: HoldingsOptions<Thing>;
  readonly #book: HoldingBook<Thing>;

  constructor(options: HoldingsOptions<Thing>) {
    this.#options = options;
    this.#book = new HoldingBook(options.isRegular);
  }

  get size(): number {
    return this.#book.size;
  }

  /** The things of one holder, the one that makes way first comes first. */
  *of(id: string): Iterable<Thing> {
    for (const { thing } of this.#book.ofHolder(id)) yield thing;
  }

  holderOf(thing: Thing): CurrentHolder | undefined {
    const held = this.#book.find(thing);
    if (held === undefined) return undefined;
    const { id, group, isRegular } = this.#book.refresh(held.owner);
    return { id, group: group.name, isRegular };
  }

  /** Takes a new thing, if there is a place for it or one can be made. @returns whether it did */
  add(thing: Thing, holder: Holder, inUse = false): boolean {
    const owner = this.#book.stateOf(holder);
    const fits = this.#makeRoom(owner);
    // What made way may have been the last thing of the same holder, who is forgotten with it.
    if (fits) this.#book.put(thing, this.#book.stateOf(holder), inUse);
    else if (owner.held.size < this.#shareOf(owner)) this.#options.onRefused(holder);
    this.#book.tidy(owner);
    return fits;
  }

  /** Takes a thing that was here before, whatever the shares, as long as the total allows. @returns whether it did */
  restore(thing: Thing, holder: Holder): boolean {
    if (this.size >= this.#options.shares.total) return false;
    this.#book.put(thing, this.#book.stateOf(holder), false);
    return true;
  }

  remove(thing: Thing): void {
    const held = this.#book.find(thing);
    if (held !== undefined) this.#book.remove(held);
  }

  /** What is in use is never evicted. */
  setInUse(thing: Thing, inUse: boolean): void {
    const held = this.#book.find(thing);
    if (held !== undefined) this.#book.setInUse(held, inUse);
  }

  /** Of its holder's things it is the last to make way. */
  touch(thing: Thing): void {
    const held = this.#book.find(thing);
    if (held?.owner.held.delete(held) === true) held.owner.held.add(held);
  }

  /**
   * Gives a thing of somebody who never came back to one who did, where that one's share allows it. It is for what the
   * new holder does: nobody else can fill a share that way.
   */
  takeOver(thing: Thing, holder: Holder): boolean {
    const held = this.#book.find(thing);
    if (held === undefined || this.#book.refresh(held.owner).isRegular) return false;
    const to = this.#book.stateOf(holder);
    const fits = to.isRegular && to.held.size < this.#shareOf(to);
    if (fits) this.#book.move(held, to);
    this.#book.tidy(to);
    return fits;
  }

  #makeRoom(owner: HolderState<Thing>): boolean {
    const { isRegular, held } = owner;
    if (held.size >= this.#shareOf(owner)) return this.#replaceOwn(owner);
    if (this.#isGroupFull(owner)) return (isRegular && this.#evictOfGroup(owner)) || this.#replaceOwn(owner);
    return this.#hasPlace(owner) || this.#evictFor(owner) || this.#replaceOwn(owner);
  }

  #hasPlace({ isRegular }: HolderState<Thing>): boolean {
    if (this.size >= this.#options.shares.total) return false;
    return isRegular || this.#book.newCount < this.#newShare;
  }

  #shareOf({ isShared, isRegular }: HolderState<Thing>): number {
    const { total, perKey, perNewKey } = this.#options.shares;
    if (isShared) return Math.max(perNewKey, Math.ceil(total / 16));
    return isRegular ? perKey : perNewKey;
  }

  /** What all those may have together who never came back. */
  get #newShare(): number {
    return Math.ceil((this.#options.shares.total * 3) / 4);
  }

  /** What a group of newcomers may have before others push anything of it out: many small groups may be one person. */
  get #smallGroup(): number {
    return Math.floor(this.#newShare / 16);
  }

  #isGroupFull({ group, isRegular }: HolderState<Thing>): boolean {
    if (isRegular) return group.count >= Math.ceil(this.#options.shares.total / 2);
    return group.newCount >= Math.ceil(this.#newShare / 2);
  }

  #replaceOwn({ held }: HolderState<Thing>): boolean {
    const { replaces } = this.#options;
    if (replaces === undefined) return false;
    for (const one of held)
      if (replaces(one.thing)) {
        this.#evict(one);
        return true;
      }
    return false;
  }

  /** Evicts from the group that has most, if the newcomer's has less; for who came back, also from the same group. */
  #evictFor(owner: HolderState<Thing>): boolean {
    const { group, isRegular } = owner;
    for (let { most } = this.#book; most !== undefined; { most } = this.#book) {
      const own = isRegular ? group.count : group.newCount;
      const isLarge = most.idle.length > this.#smallGroup;
      const isAllowed = isLarge && (most === group ? isRegular : own + 1 < most.idle.length);
      if (!isAllowed) return false;
      // Somebody who came back leaves a place to those who did not.
      if (this.#evictNewest(most.idle) || this.#hasPlace(owner)) return true;
    }
    return false;
  }

  #evictOfGroup({ group: { idle } }: HolderState<Thing>): boolean {
    while (idle.length > 0) if (this.#evictNewest(idle)) return true;
    return false;
  }

  /** @returns false when the newest is of somebody who has come back since; then it is no longer among the idle ones */
  #evictNewest(idle: readonly Held<Thing>[]): boolean {
    const newest = idle.at(-1);
    if (newest === undefined || this.#book.refresh(newest.owner).isRegular) return false;
    this.#evict(newest);
    return true;
  }

  #evict(held: Held<Thing>): void {
    this.#book.remove(held);
    this.#options.onEvicted(held.thing);
  }
}
