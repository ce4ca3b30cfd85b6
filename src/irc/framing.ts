/**
 * Bytes of one line without its line end, or what came instead: an `empty` line, one that is `tooLong`, said as soon as
 * that is known, or the `rest` of it, piece by piece.
 */
export type FramedLine =
  { readonly type: 'line'; readonly bytes: Uint8Array } | { readonly type: 'empty' | 'tooLong' | 'rest' };

/** Shared: most connections wait between whole lines. */
const nothing = new Uint8Array(0);
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
/** The first bytes set aside for a line that came in parts. */
const firstHold = 64;

/**
 * Cuts a stream of bytes into lines at LF, dropping one CR before it. Chunks wait as they came: a line is cut when it
 * is taken, and each byte is looked at and copied a bounded number of times, however the chunks were cut.
 */
export class LineFramer {
  readonly #maxBytes: number;
  readonly #chunks: Uint8Array[] = [];
  /** Where the first chunk goes on. */
  #from = 0;
  #chunkBytes = 0;
  #held = nothing;
  #heldBytes = 0;
  #skipping = false;
  #takenBytes = 0;

  /** @param maxBytes the longest line, line end not counted */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Bytes that wait: chunks not cut yet, and at most `maxBytes` and one of a line without its end. */
  get heldBytes(): number {
    return this.#chunkBytes + this.#heldBytes;
  }

  /** All bytes looked at so far, line ends and what was skipped included. */
  get takenBytes(): number {
    return this.#takenBytes;
  }

  /** Keeps the next bytes as they came, without a copy. */
  push(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.#chunkBytes += chunk.length;
  }

  /** Forgets what waits. */
  clear(): void {
    this.#chunks.length = 0;
    this.#from = 0;
    this.#chunkBytes = 0;
    this.#release();
  }

  /** Takes the next line. @returns undefined when the bytes that are there hold no further one */
  take(): FramedLine | undefined {
    for (let chunk = this.#chunks[0]; chunk !== undefined; chunk = this.#chunks[0]) {
      const end = chunk.indexOf(lineFeed, this.#from);
      const part = end < 0 ? chunk.subarray(this.#from) : chunk.subarray(this.#from, end);
      this.#advance(chunk, end < 0 ? chunk.length : end + 1);
      const frame = end < 0 ? this.#hold(part) : this.#endLine(part);
      if (frame !== undefined) return frame;
    }
    return undefined;
  }

  #advance(chunk: Uint8Array, to: number): void {
    this.#takenBytes += to - this.#from;
    this.#chunkBytes -= to - this.#from;
    this.#from = to;
    if (to < chunk.length) return;
    this.#chunks.shift();
    this.#from = 0;
  }

  #endLine(tail: Uint8Array): FramedLine {
    if (this.#skipping) {
      this.#skipping = false;
      return { type: 'rest' };
    }
    const whole = this.#heldBytes === 0 ? tail : this.#append(tail);
    this.#release();
    const bytes = whole.at(-1) === carriageReturn ? whole.subarray(0, -1) : whole;
    if (bytes.length > this.#maxBytes) return { type: 'tooLong' };
    return bytes.length === 0 ? { type: 'empty' } : { type: 'line', bytes };
  }

  #hold(part: Uint8Array): FramedLine | undefined {
    if (this.#skipping) return { type: 'rest' };
    // One byte more than the longest line may wait: it can be the CR of a line end cut in two.
    if (this.#heldBytes + part.length > this.#maxBytes + 1) {
      this.#release();
      this.#skipping = true;
      return { type: 'tooLong' };
    }
    this.#append(part);
    return undefined;
  }

  /** Copies, so that one byte does not keep the memory of its chunk. @returns all that is held */
  #append(part: Uint8Array): Uint8Array {
    const bytes = this.#heldBytes + part.length;
    if (bytes > this.#held.length) {
      const larger = new Uint8Array(Math.max(bytes, this.#held.length * 2, firstHold));
      larger.set(this.#held.subarray(0, this.#heldBytes));
      this.#held = larger;
    }
    this.#held.set(part, this.#heldBytes);
    this.#heldBytes = bytes;
    return this.#held.subarray(0, bytes);
  }

  #release(): void {
    this.#held = nothing;
    this.#heldBytes = 0;
  }
}
