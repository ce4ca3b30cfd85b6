interface ForgettingMapOptions<K, V> {
  readonly make: (key: K) => V;
  /** Whether a value is as `make` would make it now. */
  readonly isLikeNew: (value: V) => boolean;
}

/**
 * What is made for each key when it is first asked for, and remembered until it is as if it were new. With each new one
 * the two are looked at that were looked at longest ago: it holds about as many as are not like new, however many come.
 */
export class ForgettingMap<K, V> {
  readonly #options: ForgettingMapOptions<K, V>;
  readonly #values = new Map<K, V>();

  constructor(options: ForgettingMapOptions<K, V>) {
    this.#options = options;
  }

  get size(): number {
    return this.#values.size;
  }

  get(key: K): V {
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    const [first, second] = this.#values;
    for (const entry of [first, second]) if (entry !== undefined) this.#review(...entry);
    const made = this.#options.make(key);
    this.#values.set(key, made);
    return made;
  }

  #review(key: K, value: V): void {
    this.#values.delete(key);
    if (!this.#options.isLikeNew(value)) this.#values.set(key, value);
  }
}
