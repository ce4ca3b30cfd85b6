import type { CapabilitySet } from './capabilities.ts';

/** The bytes of one thing to send, made once for each set of capabilities that reads it differently. */
export class BytesByCapabilities {
  readonly #made = new Map<CapabilitySet, Uint8Array>();

  /** @param capabilities only those that change the bytes */
  get(capabilities: CapabilitySet, make: (capabilities: CapabilitySet) => Uint8Array): Uint8Array {
    let bytes = this.#made.get(capabilities);
    if (bytes === undefined) {
      bytes = make(capabilities);
      this.#made.set(capabilities, bytes);
    }
    return bytes;
  }
}
