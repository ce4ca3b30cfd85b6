import { type Disposable, DisposableStore } from '../../common/dispose.ts';
import type { LineStream } from '../../net/lineStream.ts';
import type { ClientState } from '../clientState.ts';
import { FloodGuard } from './floodGuard.ts';

/** Lets no more of what a server sends be read in one turn than a turn may take, and finds out when it is too much in all. */
export class LineIntake {
  readonly #lines: LineStream;
  readonly #client: ClientState;
  readonly #flooded: (detail: string) => void;
  readonly #flood: FloodGuard;
  #isResting = false;

  /** @param flooded is called when the server is to be left */
  constructor(lines: LineStream, client: ClientState, flooded: (detail: string) => void) {
    this.#lines = lines;
    this.#client = client;
    this.#flooded = flooded;
    this.#flood = new FloodGuard(client.clock);
  }

  /**
   * A line has come; what comes after it too fast waits for the next turn.
   *
   * @param length UTF-16 units
   * @returns whether it is to be read
   */
  admits(length: number): boolean {
    const { turns, events, account } = this.#client;
    turns.spend();
    const isFlood = this.#flood.isFlood(length);
    if (isFlood) this.#flooded('too many lines');
    if (account.isOverdrawn) this.#flooded('too much to keep');
    if (!this.#isResting && (turns.isUsedUp || events.isBehind)) this.#rest();
    return !isFlood;
  }

  /** Counts what is no line that can be read as well. */
  listenToRest(): Disposable {
    const listening = new DisposableStore();
    listening.add(
      this.#lines.onBadLine(({ why, text }) => {
        if (this.admits(text.length)) this.#client.log(`skipped a line from the server: ${why}`);
      }),
    );
    listening.add(this.#lines.onFiller(() => void this.admits(0)));
    return listening;
  }

  #rest(): void {
    this.#isResting = true;
    this.#lines.pause();
    this.#client.turns.wait(() => this.#goOn());
  }

  /** What events are of is told before more is read. */
  #goOn(): void {
    if (this.#client.events.isBehind) this.#client.turns.wait(() => this.#goOn());
    else {
      this.#isResting = false;
      if (!this.#lines.isClosed) this.#lines.resume();
    }
  }
}
