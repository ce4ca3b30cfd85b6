import { t } from '../words.ts';
import type { OfferedFile } from './offeredFile.ts';

/** Files that one connection offers at one time; a relay takes 20 of one person. Beyond it the oldest is withdrawn. */
export const maxOfferedFiles = 16;

/** What this window offers, the oldest first. */
export class OfferedFiles {
  readonly #files = new Set<OfferedFile>();

  /** An offer by its id, also one that has ended recently. */
  find(id: string): OfferedFile | undefined {
    return [...this.#files].find(file => file.id === id);
  }

  /** Also while it is prepared: it ends with its connection. */
  add(file: OfferedFile): void {
    this.#files.add(file);
  }

  delete(file: OfferedFile): void {
    this.#files.delete(file);
  }

  retry(connection: string): void {
    for (const file of this.#of(connection)) file.retry();
  }

  left(connection: string): void {
    for (const file of this.#of(connection)) file.end('gone', t('Withdrawn because you left.'));
  }

  dispose(): void {
    for (const file of this.#files) file.end('gone', '');
    this.#files.clear();
  }

  /** Before one more is offered: what has ended is forgotten first, then the oldest that nobody is fetching. */
  makeRoomFor(file: OfferedFile): void {
    const others = this.#of(file.place.connection).filter(one => one !== file && one.id !== '');
    if (others.length < maxOfferedFiles) return;
    const over = others.find(one => one.isOver) ?? others.find(one => !one.isBusy) ?? others[0];
    if (over === undefined) return;
    over.end('gone', t('Withdrawn because newer files are offered.'));
    this.#files.delete(over);
  }

  #of(connection: string): OfferedFile[] {
    return [...this.#files].filter(({ place }) => place.connection === connection);
  }
}
