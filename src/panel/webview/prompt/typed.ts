import { carriesSecret } from '../../../code/typedSecrets.ts';
import { maxTypedServers, maxKeptTexts } from '../../messageLimits.ts';
import type { Kept } from '../../protocol.ts';

/** Characters of all texts together; the newest is kept whatever its length. */
export const maxTypedCharacters = 131_072;

/**
 * What was typed before, walked with Up and Down as in a shell: on each server only what was typed there. The half-typed
 * text is the walk's newest place; a text changed on the way keeps its change until something is sent.
 */
export class Typed {
  #state: Kept['typed'];
  readonly #unstored: Set<string>;
  #server = '';
  #at = 0;
  readonly #changed = new Map<number, string>();

  /** @param unstored those of them that no disk may have */
  constructor(state: Kept['typed'] = [], unstored: Kept['unstored'] = []) {
    this.#state = bounded(state);
    this.#unstored = new Set(unstored);
    this.endWalk();
  }

  get state(): Kept['typed'] {
    return this.#state;
  }

  /** Those of all texts that no disk may have. */
  get unstored(): Kept['unstored'] {
    const texts = new Set(this.#state.flatMap(([, some]) => some));
    return [...this.#unstored].filter(text => texts.has(text));
  }

  /** Of the server in use, oldest first. */
  get texts(): readonly string[] {
    return this.#state.find(([server]) => server === this.#server)?.[1] ?? [];
  }

  /** Walks through what was typed on this server from now on. */
  use(server: string): void {
    if (server === this.#server) return;
    this.#server = server;
    this.endWalk();
  }

  /**
   * Takes a text as the newest and ends the walk. Nothing, or the newest once more, is not kept.
   *
   * @param isPrivate it was said to one person
   */
  add(text: string, isPrivate = false): void {
    const { texts } = this;
    if (isPrivate || carriesSecret(text)) this.#unstored.add(text);
    if (text !== '' && texts.at(-1) !== text) {
      const others = this.#state.filter(([server]) => server !== this.#server);
      this.#state = bounded([...others, [this.#server, [...texts, text]]]);
    }
    this.endWalk();
  }

  /** What stands in the prompt now is the newest place of the next walk. */
  endWalk(): void {
    this.#changed.clear();
    this.#at = this.texts.length;
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
    const { texts } = this;
    if (next < 0 || next > texts.length) return undefined;
    this.#changed.set(this.#at, current);
    this.#at = next;
    return this.#changed.get(next) ?? texts[next] ?? '';
  }
}

/** What stays within the bounds, from the newest text of the server used last backwards. */
function bounded(state: Kept['typed']): Kept['typed'] {
  let characters = 0;
  const kept = state
    .slice(-maxTypedServers)
    .toReversed()
    .map(([server, texts], place) => {
      const newest = texts.slice(-maxKeptTexts);
      const from = newest.findLastIndex((text, at) => {
        characters += text.length;
        const isNewest = place === 0 && at === newest.length - 1;
        return characters > maxTypedCharacters && !isNewest;
      });
      return [server, newest.slice(from + 1)] as const;
    });
  return kept.filter(([, texts]) => texts.length > 0).reverse();
}
