/**
 * What happened in one room, in the order in which the one who never leaves it has read it. Everyone else must read the
 * same between coming and going.
 */
export class RoomLog {
  readonly name: string;
  /** Messages as `<writer> <number>`, and who came and went as `JOIN <nick>` and `PART <nick>`. */
  readonly #entries: string[] = [];
  #dropped = 0;

  constructor(name: string) {
    this.name = name;
  }

  /** How many there have been. */
  get length(): number {
    return this.#dropped + this.#entries.length;
  }

  add(entry: string): void {
    this.#entries.push(entry);
  }

  /** The first that is still remembered. */
  get start(): number {
    return this.#dropped;
  }

  at(index: number): string | undefined {
    return this.#entries[index - this.#dropped];
  }

  /** Forgets what everyone has read. */
  forgetUpTo(index: number): void {
    const count = index - this.#dropped;
    if (count < 1000) return;
    this.#entries.splice(0, count);
    this.#dropped += count;
  }
}

/** Compares what one member reads in a room with the log. */
export class Follower {
  readonly #log: RoomLog;
  /** What all its nicks begin with, and nobody else's. */
  readonly #nicks: string;
  /** What begins the messages that this one does not read: its own, without echo. */
  readonly #own: string | undefined;
  /** Read, and not compared: the log may be behind. */
  #read: string[] = [];
  /** Where to go on in the log. */
  #next: number;
  #isIn = false;

  /**
   * @param nicks what all its nicks begin with
   * @param own the writer whose messages it does not get
   */
  constructor(log: RoomLog, nicks: string, own: string | undefined) {
    this.#log = log;
    this.#nicks = nicks;
    this.#own = own;
    this.#next = log.length;
  }

  get next(): number {
    return this.#next;
  }

  /** Whether the log holds nothing that this one, being in the room, has not read. */
  get isUpToDate(): boolean {
    if (this.#read.length > 0) return false;
    if (!this.#isIn) return true;
    this.#skipOwn();
    return this.#next === this.#log.length;
  }

  read(entry: string): void {
    this.#read.push(entry);
  }

  /** @throws when what was read is not what there was to read */
  compare(): void {
    let done = 0;
    for (const entry of this.#read) {
      if (!this.#isIn && !this.#findJoin(entry)) break;
      this.#skipOwn();
      const expected = this.#log.at(this.#next);
      if (expected === undefined) break;
      if (expected !== entry)
        throw new Error(`${this.#nicks} in ${this.#log.name} reads "${entry}" where "${expected}" should be`);
      this.#next++;
      done++;
      if (entry.startsWith(`PART ${this.#nicks}`)) this.#isIn = false;
    }
    this.#read = this.#read.slice(done);
  }

  /** Goes to where the log says that this one came in. @returns whether it says so already */
  #findJoin(entry: string): boolean {
    if (!entry.startsWith(`JOIN ${this.#nicks}`))
      throw new Error(`${this.#nicks} reads "${entry}" outside ${this.#log.name}`);
    for (let index = Math.max(this.#next, this.#log.start); index < this.#log.length; index++) {
      if (this.#log.at(index) !== entry) continue;
      this.#next = index;
      this.#isIn = true;
      return true;
    }
    return false;
  }

  #skipOwn(): void {
    if (this.#own === undefined) return;
    while (this.#log.at(this.#next)?.startsWith(`${this.#own} `) === true) this.#next++;
  }
}
