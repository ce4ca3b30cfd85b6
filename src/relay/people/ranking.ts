/** Things by a count, and the one whose count is highest, without looking at all of them. Counts change in steps of one. */
export class Ranking<Item> {
  /** Items by their count, which is above 0. */
  readonly #byCount = new Map<number, Set<Item>>();
  #highest = 0;

  /** One of those with the highest count; undefined when all are at 0. */
  get first(): Item | undefined {
    const [first] = this.#byCount.get(this.#highest) ?? [];
    return first;
  }

  /** An item's count changes. */
  move(item: Item, from: number, to: number): void {
    this.#byCount.get(from)?.delete(item);
    if (this.#byCount.get(from)?.size === 0) this.#byCount.delete(from);
    if (to > 0) this.#byCount.set(to, (this.#byCount.get(to) ?? new Set()).add(item));
    if (to > this.#highest) this.#highest = to;
    // The highest count may have lost its last item: the next one below is the highest then.
    while (this.#highest > 0 && !this.#byCount.has(this.#highest)) this.#highest--;
  }
}
