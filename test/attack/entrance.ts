/** Handshakes under way and keys being made at one time: more would only keep each other from ending. */
export const maxInside = 150;

/** Lets them begin, of one crowd after the other, so that the largest does not keep the others waiting. */
export class Entrance {
  readonly #waiting = new Map<object, (() => void)[]>();
  /** Members who are in do nothing before this. */
  readonly begun: Promise<void>;
  #inside = 0;

  constructor(begun = Promise.resolve()) {
    this.begun = begun;
  }

  /** @param crowd whose turn is used @returns once it is there; then `leave` has to be called */
  async enter(crowd: object): Promise<void> {
    if (this.#inside < maxInside) {
      this.#inside++;
      return;
    }
    const waiting = this.#waiting.get(crowd) ?? [];
    this.#waiting.set(crowd, waiting);
    await new Promise<void>(resolve => waiting.push(resolve));
  }

  leave(): void {
    const [first] = this.#waiting;
    if (first === undefined) {
      this.#inside--;
      return;
    }
    const [crowd, [next, ...others]] = first;
    this.#waiting.delete(crowd);
    if (others.length > 0) this.#waiting.set(crowd, others);
    next?.();
  }

  /** Nobody of this crowd waits any longer. */
  release(crowd: object): void {
    const waiting = this.#waiting.get(crowd) ?? [];
    this.#waiting.delete(crowd);
    this.#inside += waiting.length;
    for (const go of waiting) go();
  }
}
