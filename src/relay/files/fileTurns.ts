/** Something that has bytes to move. */
export interface Movable {
  /** Moves at most `most` bytes now. @returns how many: 0 when it has to wait, and then it asks for a turn again */
  move(most: number): number;
}

/**
 * Gives files their turns: so many bytes in all, then everything else of this thread has its turn, chat above all.
 * Those who want to move more go to the end of the line.
 */
export class FileTurns {
  readonly #bytesPerTurn: number;
  readonly #waiting = new Set<Movable>();
  #scheduled = false;

  /** @param limits `fileBytesPerTurn`, at least 1 */
  constructor(limits: { readonly fileBytesPerTurn: number }) {
    this.#bytesPerTurn = limits.fileBytesPerTurn;
  }

  /** Asks for a turn; once is enough. */
  ask(movable: Movable): void {
    this.#waiting.add(movable);
    this.#schedule();
  }

  /** Takes back what was asked for. */
  drop(movable: Movable): void {
    this.#waiting.delete(movable);
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#run();
    });
  }

  #run(): void {
    let left = this.#bytesPerTurn;
    for (const movable of [...this.#waiting]) {
      this.#waiting.delete(movable);
      const moved = movable.move(left);
      if (moved > 0) this.#waiting.add(movable);
      left -= moved;
      if (left <= 0) break;
    }
    if (this.#waiting.size > 0) this.#schedule();
  }
}
