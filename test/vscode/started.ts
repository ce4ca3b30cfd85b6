/** What was started so far. It ends in the opposite order, all of it, also when an end fails. */
export class Started implements AsyncDisposable {
  #ends: (() => void | Promise<void>)[] = [];

  /** Ends this thing too. */
  use<Thing extends AsyncDisposable>(thing: Thing): Thing {
    this.defer(async () => thing[Symbol.asyncDispose]());
    return thing;
  }

  defer(end: () => void | Promise<void>): void {
    this.#ends.push(end);
  }

  /** What somebody else ends from now on; here nothing is left to end. */
  move(): Started {
    const moved = new Started();
    moved.#ends = this.#ends;
    this.#ends = [];
    return moved;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const failures: unknown[] = [];
    for (const end of this.#ends.splice(0).toReversed()) {
      try {
        await end();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'not everything ended');
  }
}
