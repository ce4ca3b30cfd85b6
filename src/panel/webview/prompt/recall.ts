import type { Kept } from '../../protocol.ts';
import { HistoryList } from './historyList.ts';
import { Typed } from './typed.ts';

/** What was typed before: brought back with Up and Down, listed with F7. */
export class Recall {
  readonly #list: HistoryList;
  #typed = new Typed();
  #isPrivate = false;

  /** The same as of `HistoryList`. */
  constructor(run: (text: string) => void, edit: (text: string) => void, closed: () => void) {
    this.#list = new HistoryList(run, edit, closed);
  }

  get view(): HTMLElement {
    return this.#list.view;
  }

  /** All of it, by server. */
  get state(): Pick<Kept, 'typed' | 'unstored'> {
    return { typed: this.#typed.state, unstored: this.#typed.unstored };
  }

  /** What is brought back from now on, by server. */
  remember({ typed, unstored }: Pick<Kept, 'typed' | 'unstored'>): void {
    this.#typed = new Typed(typed, unstored);
  }

  /** Brings back what was typed on this server and no other. @param isPrivate what is typed now is for one person */
  useTab({ server, isPrivate }: { readonly server: string; readonly isPrivate: boolean }): void {
    this.#typed.use(server);
    this.#isPrivate = isPrivate;
  }

  /** Takes a text as the newest. */
  add(text: string): void {
    this.#typed.add(text, this.#isPrivate);
  }

  older(current: string): string | undefined {
    return this.#typed.older(current);
  }

  newer(current: string): string | undefined {
    return this.#typed.newer(current);
  }

  /** What stands in the prompt now is the newest place of the next walk. */
  endWalk(): void {
    this.#typed.endWalk();
  }

  /** @returns true */
  openList(): true {
    return this.#list.open(this.#typed.texts);
  }
}
