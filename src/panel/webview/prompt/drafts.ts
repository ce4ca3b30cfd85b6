import { maxKeptTexts } from '../../messageLimits.ts';
import type { Kept } from '../../protocol.ts';

/** Characters of all half-typed texts together; the one changed last is kept whatever its length. */
export const maxDraftCharacters = 131_072;

/** What is half typed in each tab, the one changed longest ago first. */
export class Drafts {
  readonly #texts: Map<string, string>;

  constructor(state: Kept['drafts'] = []) {
    this.#texts = new Map(state);
    this.#forgetSurplus();
  }

  get state(): Kept['drafts'] {
    return [...this.#texts];
  }

  /** '' when nothing is half typed there. */
  get(tab: string): string {
    return this.#texts.get(tab) ?? '';
  }

  set(tab: string, text: string): void {
    this.#texts.delete(tab);
    if (text === '') return;
    this.#texts.set(tab, text);
    this.#forgetSurplus();
  }

  #forgetSurplus(): void {
    let characters = [...this.#texts.values()].reduce((sum, text) => sum + text.length, 0);
    for (const [tab, text] of this.#texts) {
      const { size } = this.#texts;
      if (size <= 1 || (size <= maxKeptTexts && characters <= maxDraftCharacters)) return;
      this.#texts.delete(tab);
      characters -= text.length;
    }
  }
}
