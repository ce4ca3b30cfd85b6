import { type Disposable, toDisposable } from './dispose.ts';

/** Subscribes a listener until the returned Disposable is disposed. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

/**
 * The giving end of an `Event`. Listeners are called in the order they came, synchronously; one that is taken away
 * meanwhile is called no more, one that comes meanwhile is called from the next value on.
 */
export class Emitter<T> implements Disposable {
  readonly #listeners = new Set<(value: T) => void>();

  readonly event: Event<T> = listener => {
    // A wrapper of its own, so that one function subscribed twice is two subscriptions.
    const own = (value: T): void => listener(value);
    this.#listeners.add(own);
    return toDisposable(() => this.#listeners.delete(own));
  };

  fire(value: T): void {
    for (const listener of [...this.#listeners]) if (this.#listeners.has(listener)) listener(value);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
