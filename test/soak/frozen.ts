import type { Counts } from './counts.ts';
import { Link } from './link.ts';

const aliveMs = 3000;

/** One who takes nothing any more, and yet says now and then that it is there: only its cap can end it. */
export class Frozen {
  readonly #timer: NodeJS.Timeout;
  readonly #link: Link;
  #counts: Counts | undefined;

  private constructor(link: Link, counts: Counts) {
    this.#link = link;
    this.#counts = counts;
    this.#timer = setInterval(() => link.send('PONG :here'), aliveMs);
  }

  static async open(options: {
    port: number;
    number: number;
    room: string;
    counts: Counts;
  }): Promise<Frozen> {
    const { port, number, room, counts } = options;
    const end = { dropped: (): void => undefined };
    const link = await Link.open({
      port,
      nick: `frozen${number}x${counts.frozen++}`,
      capabilities: [],
      onMessage: () => undefined,
      onClose: () => end.dropped(),
    });
    link.send(`JOIN ${room}`);
    await link.sync();
    link.pause();
    const frozen = new Frozen(link, counts);
    end.dropped = () => frozen.#dropped();
    return frozen;
  }

  get isClosed(): boolean {
    return this.#link.isClosed;
  }

  /** Ends it ourselves, which does not count. */
  close(): void {
    this.#counts = undefined;
    clearInterval(this.#timer);
    this.#link.reset();
  }

  #dropped(): void {
    if (this.#counts !== undefined) this.#counts.dropped++;
    clearInterval(this.#timer);
  }
}
