/** Lines that Up and Down bring back. */
export const maxTyped = 50;

/** Characters of all of them together; the newest is kept whatever its length. */
export const maxTypedCharacters = 131_072;

/**
 * What was typed before, walked with Up and Down as in a shell. The half-typed text is the walk's newest place; a text
 * changed on the way keeps its change until something is sent.
 */
export class Typed {
  #texts: readonly string[];
  #at: number;
  readonly #changed = new Map<number, string>();

  /** @param texts oldest first, as `texts` gave them */
  constructor(texts: readonly string[] = []) {
    this.#texts = bounded(texts);
    this.#at = this.#texts.length;
  }

  /** Oldest first. */
  get texts(): readonly string[] {
    return this.#texts;
  }

  /** Takes a text as the newest and ends the walk. Nothing, or the newest once more, is not kept. */
  add(text: string): void {
    if (text !== '' && this.#texts.at(-1) !== text) this.#texts = bounded([...this.#texts, text]);
    this.endWalk();
  }

  /** What stands in the prompt now is the newest place of the next walk. */
  endWalk(): void {
    this.#changed.clear();
    this.#at = this.#texts.length;
  }

  /** The text before, when there is one; `current` is what stands in the prompt. */
  older(current: string): string | undefined {
    return this.#go(-1, current);
  }

  /** The text after, at last the half-typed one. */
  newer(current: string): string | undefined {
    return this.#go(1, current);
  }

  #go(step: -1 | 1, current: string): string | undefined {
    const next = this.#at + step;
    if (next < 0 || next > this.#texts.length) return undefined;
    this.#changed.set(this.#at, current);
    this.#at = next;
    return this.#changed.get(next) ?? this.#texts[next] ?? '';
  }
}

/** The newest that stay within both bounds. */
function bounded(texts: readonly string[]): readonly string[] {
  const kept: string[] = [];
  let characters = 0;
  for (const text of texts.slice(-maxTyped).reverse()) {
    characters += text.length;
    if (kept.length > 0 && characters > maxTypedCharacters) break;
    kept.push(text);
  }
  return kept.reverse();
}
