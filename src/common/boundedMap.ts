/** A map that holds at most so many entries: past the bound the one that was set longest ago goes. */
export class BoundedMap<K, V> extends Map<K, V> {
  readonly #max: number;
  readonly #dropped: (value: V, key: K) => void;

  /**
   * @param max entries, at least 1
   * @param dropped is called with each entry that had to go
   */
  constructor(max: number, dropped: (value: V, key: K) => void = () => undefined) {
    super();
    this.#max = max;
    this.#dropped = dropped;
  }

  /** Sets an entry, which is then the last one to go. */
  override set(key: K, value: V): this {
    this.delete(key);
    super.set(key, value);
    for (const [oldest, gone] of this) {
      if (this.size <= this.#max) break;
      this.delete(oldest);
      this.#dropped(gone, oldest);
    }
    return this;
  }
}
