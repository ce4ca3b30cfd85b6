import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/dispose.ts';
import type { Limits } from '../core/limits.ts';
import { reasonOf } from './dataError.ts';

export interface WriterOptions {
  readonly clock: Clock;
  readonly limits: Pick<Limits, 'savePauseMs' | 'saveRetryMs'>;
  readonly log: (text: string) => void;
  /** What is written, for the log. */
  readonly what: string;
  /** Writes all that waits; what it throws is told once, and it is called again later. */
  readonly work: () => Promise<void>;
}

/** Of the time, writing takes at most one part in this many. */
const share = 10;

/**
 * Decides when to write: at once after a quiet while, at most once in `savePauseMs` otherwise, more seldom where
 * writing takes long, and never twice at the same time.
 */
export class Writer {
  readonly #options: WriterOptions;
  #isWanted = false;
  #isClosed = false;
  #hasFailed = false;
  /** When the last writing ended, and how long the next one waits after it. */
  #ended = 0;
  #pause = 0;
  #timer: Disposable | undefined;
  #running: Promise<void> | undefined;

  constructor(options: WriterOptions) {
    this.#options = options;
  }

  /** Something waits to be written. */
  request(): void {
    this.#isWanted = true;
    this.#plan();
  }

  /** Writes what waits, once, whether or not that works, and never again. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#timer?.dispose();
    await this.#running;
    if (this.#isWanted) await this.#run();
  }

  #plan(): void {
    if (this.#isClosed || this.#timer !== undefined || this.#running !== undefined) return;
    const { clock } = this.#options;
    // A clock that was set back makes nobody wait for longer than the pause.
    const wait = Math.min(this.#pause, Math.max(0, this.#ended + this.#pause - clock.now()));
    this.#timer = clock.after(wait, () => {
      this.#timer = undefined;
      this.#running = this.#run().finally(() => {
        this.#running = undefined;
        if (this.#isWanted) this.#plan();
      });
    });
  }

  async #run(): Promise<void> {
    const { clock, limits, work } = this.#options;
    const began = clock.now();
    this.#isWanted = false;
    let pause = limits.savePauseMs;
    try {
      await work();
      this.#tell(undefined);
    } catch (error) {
      this.#isWanted = true;
      pause = limits.saveRetryMs;
      this.#tell(error);
    }
    this.#ended = clock.now();
    this.#pause = Math.max(pause, (share - 1) * (this.#ended - began));
  }

  /** One line when it goes wrong, and one when it works again. */
  #tell(error: unknown): void {
    const { log, what } = this.#options;
    const fails = error !== undefined;
    if (fails === this.#hasFailed) return;
    this.#hasFailed = fails;
    log(
      fails
        ? `${what} cannot be written, and is tried again: ${reasonOf(error)}`
        : `${what} is written again`,
    );
  }
}
