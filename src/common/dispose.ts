/** Something that was started and can be stopped. Stopping twice does nothing. */
export interface Disposable {
  dispose(): void;
}

/** Makes a Disposable of a function, which runs at most once. */
export function toDisposable(stop: () => void): Disposable {
  let stopped = false;
  return {
    dispose: () => {
      if (stopped) return;
      stopped = true;
      stop();
    },
  };
}

/**
 * Everything one owner has started, stopped together, the newest first. Once stopped it stops late arrivals at once,
 * so that work which ends after its owner leaves nothing running.
 */
export class DisposableStore implements Disposable {
  readonly #items = new Set<Disposable>();
  #disposed = false;

  get isDisposed(): boolean {
    return this.#disposed;
  }

  /** Takes `item` into care and gives it back. */
  add<T extends Disposable>(item: T): T {
    if (this.#disposed) item.dispose();
    else this.#items.add(item);
    return item;
  }

  /** Stops one item and forgets it. */
  drop(item: Disposable): void {
    this.#items.delete(item);
    item.dispose();
  }

  /** @throws {AggregateError} after all were stopped, of what some of them threw */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    const items = [...this.#items].reverse();
    this.#items.clear();
    const errors: unknown[] = [];
    for (const item of items) {
      try {
        item.dispose();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, 'something could not be stopped');
  }
}
