import type { Disposable } from './dispose.ts';

/** Subscribes a listener until the returned Disposable is disposed. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

interface Subscribed<T> {
  // Copied when it changes, which is seldom, so that firing, which is frequent, need not copy it.
  all: readonly Subscription<T>[];
}

/** One listener's stay. */
class Subscription<T> implements Disposable {
  readonly listener: (value: T) => void;
  #among: Subscribed<T> | undefined;

  constructor(listener: (value: T) => void, among: Subscribed<T>) {
    this.listener = listener;
    this.#among = among;
  }

  get isActive(): boolean {
    return this.#among !== undefined;
  }

  dispose(): void {
    const among = this.#among;
    if (among === undefined) return;
    this.#among = undefined;
    among.all = among.all.filter(other => other !== this);
  }
}

/**
 * The giving end of an `Event`. Listeners are called in the order they came, synchronously; one that is taken away
 * meanwhile is called no more, one that comes meanwhile is called from the next value on.
 */
export class Emitter<T> implements Disposable {
  readonly #subscribed: Subscribed<T> = { all: [] };

  readonly event: Event<T> = listener => {
    const subscription = new Subscription(listener, this.#subscribed);
    this.#subscribed.all = this.#subscribed.all.concat(subscription);
    return subscription;
  };

  fire(value: T): void {
    for (const subscription of this.#subscribed.all) if (subscription.isActive) subscription.listener(value);
  }

  dispose(): void {
    for (const subscription of this.#subscribed.all) subscription.dispose();
  }
}
