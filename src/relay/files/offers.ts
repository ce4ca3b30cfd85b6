import type { Holder } from '../people/holdingBook.ts';
import type { Holdings } from '../people/holdings.ts';
import type { FileConnection } from './fileConnection.ts';
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

/** What is offered right now, by id. All of it is in use: no offer is ended for others' sake. */
export class Offers {
  readonly #byId = new Map<string, Offer>();
  readonly #held: Holdings<FileConnection>;

  constructor(held: Holdings<FileConnection>) {
    this.#held = held;
  }

  find(id: string): Offer | undefined {
    return this.#byId.get(id);
  }

  /** Adds an offer whose id no other has. @returns false where there is no place for it */
  add(offer: Offer, holder: Holder): boolean {
    if (!this.#held.add(offer.connection, holder, true)) return false;
    this.#byId.set(offer.id, offer);
    return true;
  }

  /** Takes an offer away, once. */
  remove(offer: Offer): void {
    if (this.#byId.get(offer.id) !== offer) return;
    this.#byId.delete(offer.id);
    this.#held.remove(offer.connection);
  }
}
