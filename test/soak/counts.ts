/** What a soak has seen. */
export class Counts {
  sent = 0;
  delivered = 0;
  connections = 0;
  resets = 0;
  quits = 0;
  joins = 0;
  parts = 0;
  nicks = 0;
  pauses = 0;
  frozen = 0;
  /** Frozen ones that the relay has let go. */
  dropped = 0;
  /** Milliseconds from sending to the witness, of a sample of messages. */
  readonly delays: number[] = [];
  readonly failures: string[] = [];

  fail(text: string): void {
    // The first ones say it all.
    if (this.failures.length < 20) this.failures.push(text);
  }

  /** @param part 0 to 1 */
  delay(part: number): number {
    const sorted = [...this.delays].sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  }
}
