import type { Limits } from '../core/limits.ts';

/**
 * What may wait for the receivers of all files together. Half of it belongs to the places that there are for files, each
 * its part, taken or not; the rest is for who needs it first. So one who never reads leaves something to all who come later.
 */
export class FileBuffers {
  readonly #most: number;
  /** What each has for itself. */
  readonly #own: number;
  /** What is left of the rest. */
  #free: number;
  readonly #waiting = new Map<object, number>();

  constructor(limits: Pick<Limits, 'fileBufferBytes' | 'fileBufferBytesAll' | 'maxFilePulls'>) {
    const { fileBufferBytes, fileBufferBytesAll, maxFilePulls } = limits;
    const places = Math.max(1, maxFilePulls);
    this.#most = fileBufferBytes;
    this.#own = Math.max(1, Math.min(fileBufferBytes, Math.floor(fileBufferBytesAll / 2 / places)));
    this.#free = Math.max(0, fileBufferBytesAll - this.#own * places);
  }

  /** How much may wait for a receiver. @param waiting what waits for it now */
  roomFor(receiver: object, waiting: number): number {
    this.note(receiver, waiting);
    return Math.min(this.#most, Math.max(this.#own, waiting) + this.#free);
  }

  /** So much waits for a receiver now; 0 for one that is gone. */
  note(receiver: object, waiting: number): void {
    this.#free += this.#borrowed(this.#waiting.get(receiver) ?? 0) - this.#borrowed(waiting);
    if (waiting === 0) this.#waiting.delete(receiver);
    else this.#waiting.set(receiver, waiting);
  }

  /** What of it is not its own. */
  #borrowed(waiting: number): number {
    return Math.max(0, waiting - this.#own);
  }
}
