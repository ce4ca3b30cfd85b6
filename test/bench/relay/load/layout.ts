import { view } from './arena.ts';
import { numberAt, payloadBytes, payloadWords, secondNumberAt, wordToNumber } from './payload.ts';

const lineEnd = 0x0a0d;

/** How the lines of one sender look, tags left out: they differ in the number alone. */
export class Layout {
  readonly sender: number;
  /** Bytes before the payload. */
  readonly prefixBytes: number;
  /** Bytes of the line, its end included. */
  readonly lineBytes: number;
  readonly #prefix: Int32Array;
  readonly #payload: Int32Array;
  /** The last four bytes of the prefix, which may overlap the word before. */
  readonly #prefixEnd: number;

  /** @param prefix what stands before the payload; at least four characters */
  constructor(sender: number, prefix: string) {
    const bytes = Buffer.from(prefix, 'latin1');
    this.sender = sender;
    this.prefixBytes = bytes.length;
    this.lineBytes = bytes.length + payloadBytes + 2;
    this.#prefix = Int32Array.from({ length: bytes.length >> 2 }, (_, index) => bytes.readInt32LE(index * 4));
    this.#prefixEnd = bytes.readInt32LE(bytes.length - 4);
    this.#payload = payloadWords(sender);
  }

  /** Whether the line at `start` in the arena is one of this sender's, whole and undamaged to the last byte. */
  isAt(start: number): boolean {
    const prefix = this.#prefix;
    for (let index = 0; index < prefix.length; index++)
      if (view.getInt32(start + index * 4, true) !== prefix[index]) return false;
    const at = start + this.prefixBytes;
    return (
      view.getInt32(at - 4, true) === this.#prefixEnd &&
      view.getUint16(at + payloadBytes, true) === lineEnd &&
      view.getInt32(at + numberAt, true) === view.getInt32(at + secondNumberAt, true) &&
      this.#isPayloadAt(at)
    );
  }

  /** The number of the line at `start`. */
  numberAt(start: number): number {
    return wordToNumber(view.getInt32(start + this.prefixBytes + numberAt, true));
  }

  #isPayloadAt(at: number): boolean {
    const payload = this.#payload;
    for (let index = 0; index < payload.length; index++) {
      const wanted = payload[index];
      if (wanted !== 0 && view.getInt32(at + index * 4, true) !== wanted) return false;
    }
    return true;
  }
}
