import type { Disposable } from '../common/dispose.ts';
import type { Clock } from '../common/clock.ts';
import type { BadLine } from '../net/lineStream.ts';
import type { Dispatcher } from './dispatcher.ts';
import { FloodMeter } from './guards/floodMeter.ts';
import { IdleTimer } from './guards/idleTimer.ts';
import type { Limits } from './core/limits.ts';
import type { Session } from './core/session.ts';
import type { Turn } from './delivery/turn.ts';

export interface IntakeOptions {
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly serverName: string;
  readonly turn: Turn;
  readonly log: (text: string) => void;
}

/**
 * Reads a session's lines to the dispatcher, as fast as the flood meter allows: who sends faster is read more slowly,
 * and nothing is lost.
 */
export class Intake implements Disposable {
  readonly #session: Session;
  readonly #options: IntakeOptions;
  readonly #meter: FloodMeter;
  readonly #idleTimer: IdleTimer;
  readonly #lines: Disposable;
  readonly #badLines: Disposable;
  #wait: Disposable | undefined;

  constructor(session: Session, options: IntakeOptions) {
    this.#session = session;
    this.#options = options;
    this.#meter = new FloodMeter(options.limits, options.clock.now());
    this.#idleTimer = new IdleTimer(session, options);
    this.#lines = session.onLine(line => this.#take(line));
    this.#badLines = session.onBadLine(bad => this.#take({ bad }));
  }

  dispose(): void {
    this.#wait?.dispose();
    this.#lines.dispose();
    this.#badLines.dispose();
    this.#idleTimer.dispose();
  }

  #take(line: string | { readonly bad: BadLine }): void {
    const session = this.#session;
    const { dispatcher, turn, clock } = this.#options;
    turn.heard();
    const now = clock.now();
    this.#idleTimer.heard(now);
    try {
      const cost =
        typeof line === 'string'
          ? dispatcher.dispatch(session, line)
          : dispatcher.refuseLine(session, line.bad);
      const wait = this.#meter.spend(cost, now);
      if (wait > 0 && !session.isEnded) this.#pause(wait);
    } catch (error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.#options.log(`a command failed: ${text}`);
      session.close('Internal error');
    }
  }

  #pause(ms: number): void {
    this.#session.pause();
    this.#wait = this.#options.clock.after(ms, () => this.#session.resume());
  }
}
