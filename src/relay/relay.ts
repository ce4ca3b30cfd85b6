import type { Duplex } from 'node:stream';
import { Emitter, type Event } from '../common/emitter.ts';
import { ERR_PASSWDMISMATCH, RPL_TRYAGAIN } from '../irc/numerics.ts';
import type { RelayState } from './core/context.ts';
import { Dispatcher } from './dispatcher.ts';
import { FanOut } from './delivery/fanOut.ts';
import { Files } from './files/files.ts';
import { Intake, type IntakeOptions } from './intake.ts';
import type { Accounts } from './accounts/accounts.ts';
import type { Limits } from './core/limits.ts';
import { OutgoingMessage } from './core/outgoing.ts';
import { tellOffline } from './people/presence.ts';
import type { RelayOptions } from './relayOptions.ts';
import { createState } from './relayState.ts';
import { type Peer, Session, type SessionOptions } from './core/session.ts';
import { Turn } from './delivery/turn.ts';

/** Connections that are being told that they cannot stay; further ones are cut off without a word. */
const maxFarewells = 32;

/** Why a connection cannot stay, and the numeric with its parameters that says so to programs. */
interface Refusal {
  readonly reason: string;
  readonly answer?: readonly [numeric: string, ...params: string[]];
}

const fullAnswer = [RPL_TRYAGAIN, 'CONNECT', 'Please wait a while and try again'] as const;
const tooManyGuesses: Refusal = {
  reason: 'Too many wrong passwords',
  answer: [ERR_PASSWDMISMATCH, 'Password incorrect'],
};

/** An IRC server for connections that somebody else accepts. */
export class Relay {
  readonly #state: RelayState;
  readonly #sessionOptions: SessionOptions;
  readonly #intakeOptions: IntakeOptions;
  readonly #log: (text: string) => void;
  readonly #fanOut = new FanOut();
  readonly #turn = new Turn(this.#fanOut);
  readonly #peopleChanged = new Emitter<number>();
  readonly #lingering = new Set<Session>();
  readonly #files: Files;
  #people = 0;
  #closed = false;

  /** Fires with the number of people who have registered, when it changes. */
  readonly onPeople: Event<number> = this.#peopleChanged.event;

  constructor(options: RelayOptions) {
    this.#log = options.log ?? (() => undefined);
    const onRegistered = (): void => this.#setPeople(this.#people + 1);
    this.#state = createState(options, { fanOut: this.#fanOut, onRegistered });
    const { serverName, limits, clock } = this.#state;
    const common = { serverName, limits, clock };
    this.#sessionOptions = { ...common, fanOut: this.#fanOut, schedule: this.#turn };
    this.#files = new Files({ ...this.#state, log: this.#log });
    const dispatcher = new Dispatcher(this.#state);
    this.#intakeOptions = { ...common, dispatcher, turn: this.#turn, log: this.#log };
  }

  get limits(): Limits {
    return this.#state.limits;
  }

  /** Who owns which nick. */
  get accounts(): Accounts {
    return this.#state.accounts;
  }

  get people(): number {
    return this.#people;
  }

  /** Takes a connection, or tells it why not and closes it. */
  accept(stream: Duplex, peer: Peer): void {
    if (stream.destroyed) return;
    const session = new Session(stream, peer, this.#sessionOptions);
    this.#linger(session);
    const refusal = this.#refusal(peer);
    if (refusal !== undefined) {
      this.#log(`${peer.address} turned away: ${refusal.reason}`);
      this.#turnAway(session, refusal);
      return;
    }
    this.#state.roster.add(session);
    const intake = new Intake(session, this.#intakeOptions);
    session.onEnd(reason => {
      intake.dispose();
      this.#leave(session, reason);
    });
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
    session.onClosed(() => this.#lingering.delete(session));
  }

  #refusal(peer: Peer): Refusal | undefined {
    const { roster, limits, guard, clock } = this.#state;
    if (this.#closed) return { reason: 'Closing' };
    if (roster.size >= limits.maxConnections) return { reason: 'The relay is full', answer: fullAnswer };
    if (roster.countFrom(peer.address) >= limits.maxConnectionsPerAddress)
      return { reason: 'The relay is full for this address', answer: fullAnswer };
    if (guard.isTurnedAway(peer.address, clock.now())) return tooManyGuesses;
    return undefined;
  }

  #turnAway(session: Session, { reason, answer }: Refusal): void {
    if (this.#lingering.size - this.#state.roster.size > maxFarewells) {
      session.destroy();
      return;
    }
    // Nothing is negotiated yet that could carry a tag.
    if (answer !== undefined) session.reply(...answer);
    session.close(reason);
  }

  #leave(session: Session, reason: string): void {
    const { roster, channels, clock, accounts, histories, newEventId } = this.#state;
    accounts.touch(session);
    // When all are leaving, everyone hears it from the relay once.
    if (session.isRegistered && !this.#closed) {
      const about = { command: 'QUIT', params: [reason], time: clock.now(), msgid: newEventId() };
      const news = { ...session.origin, ...about };
      histories.happenedTo(session, news);
      channels.deliverToPeers(session, new OutgoingMessage(news));
      tellOffline(this.#state, session);
    }
    for (const channel of [...channels.of(session)]) channels.leave(channel, session);
    roster.remove(session);
    this.#state.monitors.clear(session);
    if (session.isRegistered) this.#setPeople(this.#people - 1);
  }

  #setPeople(people: number): void {
    this.#people = people;
    this.#state.population.note(people);
    this.#peopleChanged.fire(people);
  }
}
