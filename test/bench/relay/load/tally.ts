import type { Layout } from './layout.ts';

/** What went wrong with messages; all 0 when every receiver got each message once, whole and in its sender's order. */
export interface Faults {
  /** Numbers that were skipped. */
  readonly lost: number;
  /** Numbers that came again, or after a later one. */
  readonly repeated: number;
  /** Messages of which a byte was wrong. */
  readonly damaged: number;
}

/** Counts the deliveries of all receivers. */
export class Tally {
  readonly senders: number;
  /** By sender; a layout is learned from the first message that comes, and is the same for all receivers. */
  readonly layouts: (Layout | undefined)[];
  deliveries = 0;
  /** When the read that is being looked at came, on the clock of `performance.now()`. */
  now = 0;
  #lost = 0;
  #repeated = 0;
  #damaged = 0;
  #firstDamaged = '';
  #target = -1;
  #reached: (() => void) | undefined;
  #delays: Float64Array | undefined;
  #delayCount = 0;
  #sentAt: readonly Float64Array[] = [];

  constructor(senders: number) {
    this.senders = senders;
    this.layouts = Array.from({ length: senders }, () => undefined);
  }

  /** From now on notes how long each delivery took; `sentAt` is by sender and number. */
  noteDelays(sentAt: readonly Float64Array[], most: number): void {
    this.#sentAt = sentAt;
    this.#delays = new Float64Array(most);
    this.#delayCount = 0;
  }

  /** What was noted, in milliseconds. */
  get delays(): Float64Array {
    return (this.#delays ?? new Float64Array()).slice(0, this.#delayCount);
  }

  delivered(sender: number, number: number): void {
    const delays = this.#delays;
    if (delays !== undefined) delays[this.#delayCount++] = this.now - (this.#sentAt[sender]?.[number] ?? NaN);
    if (++this.deliveries === this.#target) this.#reached?.();
  }

  /** @param by how far a number is from the one that was expected */
  misplaced(by: number): void {
    if (by > 0) this.#lost += by;
    else this.#repeated++;
  }

  damaged(line: string): void {
    this.#damaged++;
    if (this.#firstDamaged === '') this.#firstDamaged = line;
  }

  get faults(): Faults {
    return { lost: this.#lost, repeated: this.#repeated, damaged: this.#damaged };
  }

  /** The first damaged line, '' for none. */
  get firstDamaged(): string {
    return this.#firstDamaged;
  }

  /** Resolves when this many have been delivered since the beginning, or when the time is up. */
  async until(deliveries: number, timeoutMs: number): Promise<void> {
    if (this.deliveries >= deliveries) return;
    this.#target = deliveries;
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, timeoutMs);
      this.#reached = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
