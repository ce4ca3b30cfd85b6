import type { FileConnection } from './fileConnection.ts';
import { KeyedCount } from '../core/keyedCount.ts';
import type { FileTarget } from './fileAccess.ts';

/** A file that somebody offers, as long as their connection for it stands. */
export interface Offer {
  readonly id: string;
  /** The key of who offers. */
  readonly key: string;
  readonly target: FileTarget;
  /** Bytes. */
  readonly size: number;
  readonly connection: FileConnection;
}

/** What is offered right now, by id. */
export class Offers {
  readonly #byId = new Map<string, Offer>();
  readonly #perKey = new KeyedCount();

  get size(): number {
    return this.#byId.size;
  }

  find(id: string): Offer | undefined {
    return this.#byId.get(id);
  }

  /** Offers of one key. */
  countOf(key: string): number {
    return this.#perKey.of(key);
  }

  /** Adds an offer whose id no other has. */
  add(offer: Offer): void {
    this.#byId.set(offer.id, offer);
    this.#perKey.add(offer.key);
  }

  /** Takes an offer away, once. */
  remove(offer: Offer): void {
    if (this.#byId.get(offer.id) !== offer) return;
    this.#byId.delete(offer.id);
    this.#perKey.remove(offer.key);
  }
}
