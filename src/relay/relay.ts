import { systemClock } from '../common/clock.ts';
import type { Duplex } from 'node:stream';
import { Emitter, type Event } from '../common/emitter.ts';
import { RPL_TRYAGAIN } from '../irc/numerics.ts';
import type { RelayState } from './core/context.ts';
import type { EndedRun } from './core/historyRun.ts';
import { Dispatcher } from './dispatcher.ts';
import { Admission, type FullReason } from './guards/admission.ts';
import { Farewells } from './guards/farewells.ts';
import { FairQueue } from './guards/fairQueue.ts';
import { UnreadBytes } from './guards/unreadBytes.ts';
import { SlowReaders } from './guards/slowReaders.ts';
import type { KnownPeers } from './guards/knownPeers.ts';
import { FanOut } from './delivery/fanOut.ts';
import { Files } from './files/files.ts';
import { tellKeeping } from './handlers/welcome.ts';
import { Intake, type IntakeOptions } from './intake.ts';
import type { Accounts } from './accounts/accounts.ts';
import type { Limits } from './core/limits.ts';
import { OutgoingMessage } from './core/outgoing.ts';
import type { QuietLog } from './core/quietLog.ts';
import { tellOffline } from './people/presence.ts';
import type { RelayOptions } from './relayOptions.ts';
import { createState } from './relayState.ts';
import { type Peer, Session, type SessionOptions } from './core/session.ts';
import { Turn } from './delivery/turn.ts';

/** Says to programs why a connection cannot stay. */
const fullAnswer = [RPL_TRYAGAIN, 'CONNECT', 'Please wait a while and try again'] as const;
const fullReasons: Readonly<Record<FullReason, string>> = {
  full: 'The relay is full',
  fullForAddress: 'The relay is full for this address',
};

/** An IRC server for connections that somebody else accepts. */
export class Relay {
  readonly #state: RelayState;
  readonly #sessionOptions: Omit<SessionOptions, 'schedule'>;
  readonly #intakeOptions: IntakeOptions;
  readonly #log: QuietLog;
  readonly #fanOut = new FanOut();
  readonly #turn: Turn;
  readonly #peopleChanged = new Emitter<number>();
  readonly #lingering = new Set<Session>();
  readonly #farewells = new Farewells<Session>();
  readonly #files: Files;
  readonly #admission: Admission;
  #people = 0;
  #closed = false;

  /** Fires with the number of people who have registered, when it changes. */
  readonly onPeople: Event<number> = this.#peopleChanged.event;

  constructor(options: RelayOptions) {
    this.#turn = new Turn(this.#fanOut, () => options.store?.flush(), options.clock ?? systemClock);
    const onBug = this.#reportBug.bind(this);
    const onRegistered = this.#registered.bind(this);
    this.#state = createState(options, { fanOut: this.#fanOut, onRegistered, onBug });
    const { serverName, limits, clock, time, known, log } = this.#state;
    this.#log = log;
    this.#admission = new Admission(limits, known, clock);
    const common = { serverName, limits, clock, time };
    const groupOf = ({ peer: { address } }: Session): string => known.groupOf(address);
    const queueBudget = new SlowReaders({
      maxBytes: limits.maxQueuedBytesAll,
      sessions: this.#lingering,
      groupOf,
    });
    const heldBudget = new UnreadBytes({
      maxBytes: limits.unreadBytesAll,
      clock,
      sessions: this.#state.roster.sessions,
      groupOf,
    });
    this.#sessionOptions = { ...common, fanOut: this.#fanOut, queueBudget, heldBudget };
    this.#files = new Files(this.#state);
    options.store?.onKeeping(news => {
      this.#state.notices.tell(news);
      tellKeeping(this.#state);
    });
    const dispatcher = new Dispatcher(this.#state, this.#fanOut);
    const strangerLines = new FairQueue({
      burst: limits.strangerLineBurst,
      perSecond: limits.strangerLinesPerSecond,
      sharePercent: limits.strangerSharePercent,
      clock,
    });
    this.#intakeOptions = { ...common, dispatcher, known, strangerLines, onBug };
  }

  get limits(): Limits {
    return this.#state.limits;
  }

  /** Who came in before. */
  get known(): KnownPeers {
    return this.#state.known;
  }

  /** Who owns which nick. */
  get accounts(): Accounts {
    return this.#state.accounts;
  }

  /** How its histories end, for one that goes on in its place. */
  get ended(): EndedRun {
    const { run, histories, time } = this.#state;
    return { run, ...histories.losses.ended(histories.all), endedAt: time.now() };
  }

  get people(): number {
    return this.#people;
  }

  /** Takes a connection, or tells it why not and closes it. */
  accept(stream: Duplex, peer: Peer): void {
    if (stream.destroyed) return;
    const reader = this.#turn.reader(this.#state.known.groupOf(peer.address));
    const session = new Session(stream, peer, { ...this.#sessionOptions, schedule: reader });
    this.#linger(session);
    if (this.#closed) {
      this.#turnAway(session, 'Closing');
      return;
    }
    const entered = this.#admission.enter(session);
    if (typeof entered === 'string') {
      this.#turnAway(session, fullReasons[entered], fullAnswer);
      return;
    }
    this.#state.roster.add(session);
    const intake = new Intake(session, reader, this.#intakeOptions);
    session.onEnd(reason => {
      intake.dispose();
      this.#leave(session, reason);
    });
    for (const oldest of entered) this.#turnAway(oldest, 'Others wait to be let in', fullAnswer);
  }

  /** Takes a connection that is for a file. */
  acceptFile(stream: Duplex, peer: Peer): void {
    if (this.#closed) stream.destroy();
    else this.#files.accept(stream, peer);
  }

  /** Says goodbye to everyone and waits until they have gone, though not for long. New ones are turned away. */
  async close(reason: string): Promise<void> {
    this.#closed = true;
    this.#files.close();
    const { roster, clock, limits } = this.#state;
    for (const session of [...roster.sessions]) session.close(reason, 'closing');
    this.#state.histories.dispose();
    this.#state.channels.dispose();
    if (this.#lingering.size === 0) return;
    await new Promise<void>(resolve => {
      const timer = clock.after(limits.closeTimeoutMs, resolve);
      const check = (): void => {
        if (this.#lingering.size > 0) return;
        timer.dispose();
        resolve();
      };
      for (const session of this.#lingering) session.onClosed(check);
    });
    for (const session of this.#lingering) session.destroy();
  }

  #linger(session: Session): void {
    this.#lingering.add(session);
    session.onClosed(() => {
      this.#lingering.delete(session);
      this.#farewells.remove(session);
    });
  }

  #turnAway(
    session: Session,
    reason: string,
    answer?: readonly [numeric: string, ...params: string[]],
  ): void {
    this.#log.tell(`turned away: ${reason}`, `${session.peer.address} turned away: ${reason}`);
    if (!this.#farewells.add(session)) {
      session.destroy();
      return;
    }
    if (answer !== undefined) session.reply(...answer);
    session.close(reason);
  }

  #reportBug(session: Session, error: unknown): void {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#log.tell('bug', `a command failed: ${text}`);
    session.close('Internal error');
  }

  #registered(session: Session): void {
    this.#admission.registered(session);
    this.#state.known.note(session.peer);
    this.#setPeople(this.#people + 1);
  }

  #leave(session: Session, reason: string): void {
    const { roster, channels, time, accounts, histories, known, visitors, newEventId } = this.#state;
    if (session.isRegistered) {
      accounts.touch(session);
      // A member who stayed for long and comes right back is still known.
      known.note(session.peer);
    }
    // When all are leaving, everyone hears it from the relay once.
    if (session.isRegistered && !this.#closed) {
      const about = { command: 'QUIT', params: [reason], time: time.next(), msgid: newEventId() };
      const news = { ...session.origin, ...about };
      histories.happenedTo(session, news);
      channels.deliverToPeers(session, new OutgoingMessage(news));
      tellOffline(this.#state, session);
    }
    for (const channel of [...channels.of(session)]) channels.lose(channel, session);
    roster.remove(session);
    this.#admission.leave(session);
    const { key } = session.peer;
    if (key !== undefined && roster.ofKey(key).size === 0) visitors.left(key);
    this.#state.monitors.clear(session);
    if (session.isRegistered) this.#setPeople(this.#people - 1);
  }

  #setPeople(people: number): void {
    this.#people = people;
    this.#state.population.note(people);
    this.#peopleChanged.fire(people);
  }
}
