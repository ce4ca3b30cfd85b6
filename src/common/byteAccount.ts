/** Counts the bytes that several stores keep of one other side's, against what they may take together. */
export class ByteAccount {
  readonly #max: number;
  #bytes = 0;

  /** @param max bytes */
  constructor(max: number) {
    this.#max = max;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** More is kept than may be. */
  get isOverdrawn(): boolean {
    return this.#bytes > this.#max;
  }

  hasSpaceFor(bytes: number): boolean {
    return this.#bytes + bytes <= this.#max;
  }

  add(bytes: number): void {
    this.#bytes += bytes;
  }

  /** So much is no longer kept. */
  remove(bytes: number): void {
    this.#bytes -= bytes;
  }
}
