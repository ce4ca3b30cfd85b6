import type { Disposable } from '../common/dispose.ts';
import type { Clock } from '../common/clock.ts';
import type { Filler } from '../net/lineStream.ts';
import type { BadLine } from '../net/textOfLine.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { FairQueue } from './guards/fairQueue.ts';
import { FloodMeter } from './guards/floodMeter.ts';
import { IdleTimer } from './guards/idleTimer.ts';
import type { KnownPeers } from './guards/knownPeers.ts';
import type { Limits } from './core/limits.ts';
import type { Session } from './core/session.ts';
import type { TurnReader } from './delivery/turn.ts';

export interface IntakeOptions {
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly serverName: string;
  readonly known: KnownPeers;
  /** In which the lines of strangers wait for their turn. */
  readonly strangerLines: FairQueue;
  /** Takes what is a bug, and ends that session. */
  readonly onBug: (session: Session, error: unknown) => void;
}

/** What an empty line costs: it has to be looked at, and says nothing. */
const emptyCost = 0.5;

/**
 * Reads a session's lines to the dispatcher, as fast as the flood meter allows: who sends faster is read more slowly,
 * and nothing is lost. Who has not registered and is not known waits for all others like that, too.
 */
export class Intake implements Disposable {
  readonly #session: Session;
  readonly #reader: TurnReader;
  readonly #options: IntakeOptions;
  readonly #meter: FloodMeter;
  readonly #idleTimer: IdleTimer;
  readonly #isKnown: boolean;
  readonly #lines: Disposable;
  readonly #badLines: Disposable;
  readonly #fillers: Disposable;
  #wait: Disposable | undefined;
  #turn: Disposable | undefined;
  #chargedBytes = 0;
  #emptyLines = 0;

  constructor(session: Session, reader: TurnReader, options: IntakeOptions) {
    this.#session = session;
    this.#reader = reader;
    this.#options = options;
    this.#meter = new FloodMeter(options.limits, options.clock.now());
    this.#idleTimer = new IdleTimer(session, options);
    this.#isKnown = options.known.isKnown(session.peer);
    this.#lines = session.wire.onLine(line => this.#take(line));
    this.#badLines = session.wire.onBadLine(bad => this.#take({ bad }));
    this.#fillers = session.wire.onFiller(filler => this.#skip(filler));
  }

  dispose(): void {
    this.#wait?.dispose();
    this.#turn?.dispose();
    this.#lines.dispose();
    this.#badLines.dispose();
    this.#fillers.dispose();
    this.#idleTimer.dispose();
  }

  #take(line: string | { readonly bad: BadLine }): void {
    const session = this.#session;
    const { dispatcher, clock } = this.#options;
    this.#reader.heard();
    const now = clock.now();
    this.#idleTimer.heard(now);
    this.#emptyLines = 0;
    try {
      const cost =
        typeof line === 'string'
          ? dispatcher.dispatch(session, line)
          : dispatcher.refuseLine(session, line.bad);
      this.#charge(cost, now);
    } catch (error) {
      this.#options.onBug(session, error);
    }
  }

  #skip(filler: Filler): void {
    const { clock, limits } = this.#options;
    if (filler === 'empty' && ++this.#emptyLines > limits.maxEmptyLines) {
      this.#session.close('Too many empty lines');
      return;
    }
    this.#charge(filler === 'empty' ? emptyCost : 0, clock.now());
  }

  #charge(cost: number, now: number): void {
    const session = this.#session;
    const { wire } = session;
    const bytes = wire.takenBytes - this.#chargedBytes;
    this.#chargedBytes += bytes;
    const spent = cost + bytes / this.#options.limits.floodBytes;
    this.#reader.spend(spent);
    const wait = this.#meter.spend(spent, now);
    if (session.isEnded) return;
    if (wait > 0) this.#pause(wait);
    if (!session.isRegistered) this.#restrain(bytes);
  }

  #pause(ms: number): void {
    const { wire } = this.#session;
    wire.pause();
    this.#wait = this.#options.clock.after(ms, () => wire.resume());
  }

  /**
   * Bounds what who is not registered yet may do, and may have wait here meanwhile.
   *
   * @param bytes how long the line was that is paid for
   */
  #restrain(bytes: number): void {
    const { wire, peer } = this.#session;
    const { known, strangerLines, limits } = this.#options;
    if (!this.#isKnown) {
      wire.pause();
      const cost = Math.max(1, bytes / limits.strangerLineBytes);
      this.#turn = strangerLines.enter(known.groupOf(peer.address), () => wire.resume(), { cost });
    }
    if (wire.isPaused && wire.heldBytes > limits.strangerBytes)
      this.#session.close('Too much before the welcome');
  }
}
