import { Ranking } from './ranking.ts';

/** Who holds something: a key, or all connections without a key from one address group together. */
export interface Holder {
  readonly id: string;
  /** The address group that the key first came from. */
  readonly group: string;
  /** Several people, as far as anybody can tell. */
  readonly isShared?: boolean;
}

/** What the holders of one address group have. */
interface HolderGroup<Thing> {
  readonly name: string;
  count: number;
  /** Of these, those of keys that never came back. */
  newCount: number;
  /** Those of keys that never came back and that nobody uses, the oldest first: what can be evicted. */
  readonly idle: Held<Thing>[];
}

/** A holder with all that is theirs. */
export interface HolderState<Thing> {
  readonly id: string;
  group: HolderGroup<Thing>;
  readonly isShared: boolean;
  isRegular: boolean;
  /** The one that makes way first comes first. */
  readonly held: Set<Held<Thing>>;
}

/** One thing and whose it is. */
export interface Held<Thing> {
  readonly thing: Thing;
  readonly order: number;
  owner: HolderState<Thing>;
  inUse: boolean;
}

/** Who holds what, and which group has most that could be evicted. It decides nothing; no step looks at all there is. */
export class HoldingBook<Thing> {
  readonly #isRegular: (id: string) => boolean;
  readonly #byThing = new Map<Thing, Held<Thing>>();
  readonly #holders = new Map<string, HolderState<Thing>>();
  readonly #groups = new Map<string, HolderGroup<Thing>>();
  readonly #ranking = new Ranking<HolderGroup<Thing>>();
  #newCount = 0;
  #order = 0;

  constructor(isRegular: (id: string) => boolean) {
    this.#isRegular = isRegular;
  }

  get size(): number {
    return this.#byThing.size;
  }

  /** Things of all those who never came back. */
  get newCount(): number {
    return this.#newCount;
  }

  /** The group with most that could be evicted. */
  get most(): HolderGroup<Thing> | undefined {
    return this.#ranking.first;
  }

  find(thing: Thing): Held<Thing> | undefined {
    return this.#byThing.get(thing);
  }

  ofHolder(id: string): Iterable<Held<Thing>> {
    return this.#holders.get(id)?.held ?? [];
  }

  /** What is known of a holder, brought up to date; to be followed by `tidy`. */
  stateOf({ id, group: name, isShared = false }: Holder): HolderState<Thing> {
    const known = this.#holders.get(id);
    if (known !== undefined) return this.refresh(known);
    const group = this.#groupOf(name);
    const isRegular = !isShared && this.#isRegular(id);
    const made = { id, group, isShared, isRegular, held: new Set<Held<Thing>>() };
    this.#holders.set(id, made);
    return made;
  }

  /** Notes that somebody has come back meanwhile; whoever did once stays one who did. */
  refresh(owner: HolderState<Thing>): HolderState<Thing> {
    if (owner.isRegular || owner.isShared || !this.#isRegular(owner.id)) return owner;
    const all = [...owner.held];
    for (const held of all) this.#detach(held);
    owner.isRegular = true;
    for (const held of all) this.#attach(held);
    return owner;
  }

  /** Forgets a holder who has nothing. */
  tidy(owner: HolderState<Thing>): void {
    const { id, held, group } = owner;
    // Another one may have taken its place meanwhile.
    if (held.size === 0 && this.#holders.get(id) === owner) this.#holders.delete(id);
    if (group.count === 0 && this.#groups.get(group.name) === group) this.#groups.delete(group.name);
  }

  put(thing: Thing, owner: HolderState<Thing>, inUse: boolean): void {
    const held = { thing, owner, inUse, order: ++this.#order };
    this.#byThing.set(thing, held);
    this.#attach(held);
  }

  remove(held: Held<Thing>): void {
    this.#byThing.delete(held.thing);
    this.#detach(held);
    this.tidy(held.owner);
  }

  move(held: Held<Thing>, to: HolderState<Thing>): void {
    const from = held.owner;
    this.#detach(held);
    held.owner = to;
    this.#attach(held);
    this.tidy(from);
  }

  setInUse(held: Held<Thing>, inUse: boolean): void {
    if (held.inUse === inUse) return;
    this.#setIdle(held, false);
    held.inUse = inUse;
    this.#setIdle(held, true);
  }

  #groupOf(name: string): HolderGroup<Thing> {
    const group = this.#groups.get(name) ?? { name, count: 0, newCount: 0, idle: [] };
    this.#groups.set(name, group);
    return group;
  }

  #attach(held: Held<Thing>): void {
    held.owner.held.add(held);
    // The group may have been forgotten since, when its last thing made way for this one.
    held.owner.group = this.#groupOf(held.owner.group.name);
    this.#count(held.owner, 1);
    this.#setIdle(held, true);
  }

  #detach(held: Held<Thing>): void {
    this.#setIdle(held, false);
    held.owner.held.delete(held);
    this.#count(held.owner, -1);
  }

  #count({ group, isRegular }: HolderState<Thing>, by: 1 | -1): void {
    group.count += by;
    if (isRegular) return;
    group.newCount += by;
    this.#newCount += by;
  }

  /** Adds something to what can be evicted, or takes it out, if it belongs there. */
  #setIdle(held: Held<Thing>, isIdle: boolean): void {
    const { owner, inUse, order } = held;
    if (inUse || owner.isRegular) return;
    const { idle } = owner.group;
    const before = idle.length;
    const at = placeOf(idle, order);
    if (isIdle) idle.splice(at, 0, held);
    else idle.splice(at, 1);
    this.#ranking.move(owner.group, before, idle.length);
  }
}

/** Where a thing of this order is, or would be. */
function placeOf(sorted: readonly { readonly order: number }[], order: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.order ?? Infinity) < order) low = middle + 1;
    else high = middle;
  }
  return low;
}
