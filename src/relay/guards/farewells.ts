/** Connections that are told at one time why they cannot stay. */
const maxFarewells = 32;

/**
 * Those who are turned away: a few are told why until they have gone, and take nobody's place; further ones are to be cut
 * off without a word.
 */
export class Farewells<T> {
  readonly #told = new Set<T>();

  /** @returns whether it may be told */
  add(connection: T): boolean {
    if (this.#told.size >= maxFarewells) return false;
    this.#told.add(connection);
    return true;
  }

  /** It has gone; for who was not told, and a second time, that is nothing. */
  remove(connection: T): void {
    this.#told.delete(connection);
  }
}
