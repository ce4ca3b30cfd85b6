/** Lines that answer a message which is not here, found by the message when it comes. */
export class Unquoted {
  readonly #max: number;
  readonly #msgids = new Map<string, string>();
  readonly #lines = new Map<string, Set<string>>();

  /** @param max lines; past it the one that was set longest ago is forgotten */
  constructor(max: number) {
    this.#max = max;
  }

  get size(): number {
    return this.#msgids.size;
  }

  add(lineId: string, msgid: string): void {
    this.forget(lineId);
    this.#msgids.set(lineId, msgid);
    const lines = this.#lines.get(msgid) ?? new Set();
    this.#lines.set(msgid, lines.add(lineId));
    const [oldest = lineId] = this.#msgids.keys();
    if (this.#msgids.size > this.#max) this.forget(oldest);
  }

  forget(lineId: string): void {
    const msgid = this.#msgids.get(lineId);
    if (msgid === undefined) return;
    this.#msgids.delete(lineId);
    const lines = this.#lines.get(msgid);
    lines?.delete(lineId);
    if (lines?.size === 0) this.#lines.delete(msgid);
  }

  /** The lines that answer a message, which is here now. */
  take(msgid: string): readonly string[] {
    const lines = [...(this.#lines.get(msgid) ?? [])];
    for (const line of lines) this.forget(line);
    return lines;
  }

  clear(): void {
    this.#msgids.clear();
    this.#lines.clear();
  }
}
