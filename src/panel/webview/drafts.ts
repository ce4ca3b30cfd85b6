/** Tabs whose half-typed text is kept. */
export const maxDrafts = 50;

/** Characters of all half-typed texts together; the one changed last is kept whatever its length. */
export const maxDraftCharacters = 131_072;

/** The half-typed texts by tab, the one changed longest ago first. */
export type DraftsState = readonly (readonly [tab: string, text: string])[];

/** What is half typed in each tab. */
export class Drafts {
  readonly #texts: Map<string, string>;

  constructor(state: DraftsState = []) {
    this.#texts = new Map(state);
    this.#forgetSurplus();
  }

  get state(): DraftsState {
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
      if (size <= 1 || (size <= maxDrafts && characters <= maxDraftCharacters)) return;
      this.#texts.delete(tab);
      characters -= text.length;
    }
  }
}
