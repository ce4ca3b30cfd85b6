import type { CapabilitySet } from './capabilities.ts';

/** The text of one thing to send, made once for each set of capabilities that reads it differently. */
export class TextByCapabilities {
  // In most rooms everybody has the same capabilities: the first set does without a Map.
  #first: CapabilitySet = -1;
  #text = '';
  #others: Map<CapabilitySet, string> | undefined;

  /** @param capabilities only those that change the text */
  get(capabilities: CapabilitySet): string | undefined {
    return capabilities === this.#first ? this.#text : this.#others?.get(capabilities);
  }

  /** @returns `text` */
  set(capabilities: CapabilitySet, text: string): string {
    if (this.#first === -1) {
      this.#first = capabilities;
      this.#text = text;
    } else {
      this.#others ??= new Map();
      this.#others.set(capabilities, text);
    }
    return text;
  }
}
