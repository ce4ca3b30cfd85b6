/** Bytes of one line without its line end, or the news that one was longer than allowed and was skipped. */
export type FramedLine = { readonly type: 'line'; readonly bytes: Uint8Array } | { readonly type: 'tooLong' };

/** Shared: most connections wait between whole lines. */
const nothing = new Uint8Array(0);
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * Cuts a stream of bytes into lines at LF, dropping one CR before it, and skipping empty lines as RFC 1459 asks.
 * Holds at most `maxBytes` bytes: what follows in a longer line is passed over up to its end.
 */
export class LineFramer {
  readonly #maxBytes: number;
  #held = nothing;
  #skipping = false;

  /** @param maxBytes the longest line, line end not counted */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Bytes waiting for their line end. */
  get heldBytes(): number {
    return this.#held.length;
  }

  /** Takes the next bytes as they came and gives the lines that are now whole, in order. */
  push(chunk: Uint8Array): FramedLine[] {
    const frames: FramedLine[] = [];
    let from = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, from)) {
      this.#endLine(chunk.subarray(from, end), frames);
      from = end + 1;
    }
    this.#hold(chunk.subarray(from), frames);
    return frames;
  }

  #endLine(tail: Uint8Array, frames: FramedLine[]): void {
    if (this.#skipping) {
      this.#skipping = false;
      return;
    }
    const whole = this.#held.length === 0 ? tail : concat(this.#held, tail);
    this.#held = nothing;
    const bytes = whole.at(-1) === carriageReturn ? whole.subarray(0, -1) : whole;
    if (bytes.length > this.#maxBytes) frames.push({ type: 'tooLong' });
    else if (bytes.length > 0) frames.push({ type: 'line', bytes });
  }

  #hold(tail: Uint8Array, frames: FramedLine[]): void {
    if (this.#skipping || tail.length === 0) return;
    // One byte more than the longest line may wait: it can be the CR of a line end cut in two.
    if (this.#held.length + tail.length > this.#maxBytes + 1) {
      this.#held = nothing;
      this.#skipping = true;
      frames.push({ type: 'tooLong' });
    } else this.#held = concat(this.#held, tail);
  }
}

/** Always a copy: the chunk may be a view of memory that is used again. */
function concat(head: Uint8Array, tail: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(head.length + tail.length);
  whole.set(head);
  whole.set(tail, head.length);
  return whole;
}
