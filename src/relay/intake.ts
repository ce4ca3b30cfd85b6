import { type Disposable, DisposableStore } from '../common/dispose.ts';
import type { Clock } from '../common/clock.ts';
import type { Dispatcher } from './dispatcher.ts';
import { FloodMeter } from './floodMeter.ts';
import { Keepalive } from './keepalive.ts';
import type { Limits } from './limits.ts';
import type { Session } from './session.ts';

export interface IntakeOptions {
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly serverName: string;
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
  readonly #keepalive: Keepalive;
  readonly #store = new DisposableStore();
  #wait: Disposable | undefined;

  constructor(session: Session, options: IntakeOptions) {
    this.#session = session;
    this.#options = options;
    this.#meter = new FloodMeter(options.limits, options.clock.now());
    this.#keepalive = this.#store.add(new Keepalive(session, options));
    const { dispatcher } = options;
    this.#store.add(session.onLine(line => this.#take(() => dispatcher.dispatch(session, line))));
    this.#store.add(session.onBadLine(bad => this.#take(() => dispatcher.refuseLine(session, bad))));
  }

  dispose(): void {
    this.#wait?.dispose();
    this.#store.dispose();
  }

  /** @param handle carries out one line and gives its cost */
  #take(handle: () => number): void {
    const session = this.#session;
    this.#keepalive.heard();
    try {
      const wait = this.#meter.spend(handle(), this.#options.clock.now());
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
