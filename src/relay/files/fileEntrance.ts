import { KeyedCount } from '../core/keyedCount.ts';
import type { Holder } from '../people/holdingBook.ts';
import type { Holdings } from '../people/holdings.ts';
import type { FileConnection } from './fileConnection.ts';

/**
 * Connections that have not said yet what they are for, or are refused: those who hold one have a share of the places.
 * As many of a key as there are pulls that wait for it as their sender take no place: each pull has one already.
 */
export class FileEntrance {
  readonly #held: Holdings<FileConnection>;
  /** Pulls that wait for their sender, by its key. */
  readonly #awaited = new KeyedCount();
  /** Those without a place, by whose they are. */
  readonly #expected = new Map<FileConnection, string>();
  readonly #expectedOf = new KeyedCount();

  constructor(held: Holdings<FileConnection>) {
    this.#held = held;
  }

  /** @returns false where there is no place */
  enter(connection: FileConnection, key: string, holder: Holder): boolean {
    if (this.#expectedOf.of(key) >= this.#awaited.of(key)) return this.#held.add(connection, holder, true);
    this.#expected.set(connection, key);
    this.#expectedOf.add(key);
    return true;
  }

  /** It counts as something else from now on, or is gone; a second time is nothing. */
  leave(connection: FileConnection): void {
    this.#held.remove(connection);
    const key = this.#expected.get(connection);
    if (key === undefined) return;
    this.#expected.delete(connection);
    this.#expectedOf.remove(key);
  }

  /** A pull waits for its sender. */
  await(sender: string): void {
    this.#awaited.add(sender);
  }

  /** It waits no longer. */
  unawait(sender: string): void {
    this.#awaited.remove(sender);
  }
}
