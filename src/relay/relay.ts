import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { type Clock, systemClock } from '../common/clock.ts';
import { Emitter, type Event } from '../common/emitter.ts';
import { ERR_PASSWDMISMATCH } from '../irc/numerics.ts';
import { Channels } from './channels.ts';
import type { RelayState } from './context.ts';
import { Dispatcher } from './dispatcher.ts';
import { IrcError } from './ircError.ts';
import { Intake } from './intake.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { OutgoingMessage } from './outgoing.ts';
import { PasswordGuard } from './passwordGuard.ts';
import { Roster } from './roster.ts';
import { type Peer, Session } from './session.ts';

export interface RelayOptions {
  /** How the relay names itself in IRC; without spaces. */
  readonly serverName: string;
  /** The main channel, `#` included. */
  readonly room: string;
  readonly version: string;
  /** The password; '' lets anyone in. */
  readonly token: string;
  readonly motd: readonly string[];
  /** The host's own key fingerprint: whoever shows it is channel operator. */
  readonly hostKey?: string;
  readonly limits?: Partial<Limits>;
  readonly clock?: Clock;
  readonly randomId?: () => string;
  /** Takes what only a log should have: bugs, and who came and went. */
  readonly log?: (text: string) => void;
}

/** Connections that are being told that they cannot stay; further ones are cut off without a word. */
const maxFarewells = 32;

const tooManyGuesses = 'Too many wrong passwords';

/** An IRC server for connections that somebody else accepts. */
export class Relay {
  readonly #state: RelayState;
  readonly #dispatcher: Dispatcher;
  readonly #log: (text: string) => void;
  readonly #peopleChanged = new Emitter<number>();
  readonly #lingering = new Set<Session>();
  #people = 0;
  #closed = false;

  /** Fires with the number of people who have registered, when it changes. */
  readonly onPeople: Event<number> = this.#peopleChanged.event;

  constructor(options: RelayOptions) {
    const clock = options.clock ?? systemClock;
    const limits = { ...defaultLimits, ...options.limits };
    this.#log = options.log ?? (() => undefined);
    this.#state = {
      serverName: options.serverName,
      version: options.version,
      motd: options.motd,
      hostKey: options.hostKey,
      startedAt: clock.now(),
      limits,
      clock,
      roster: new Roster(),
      channels: new Channels(options.room),
      guard: new PasswordGuard(options.token, limits),
      newId: options.randomId ?? (() => randomBytes(12).toString('base64url')),
      onRegistered: () => this.#setPeople(this.#people + 1),
    };
    this.#dispatcher = new Dispatcher(this.#state);
  }

  get limits(): Limits {
    return this.#state.limits;
  }

  get people(): number {
    return this.#people;
  }

  /** Takes a connection, or tells it why not and closes it. */
  accept(stream: Duplex, peer: Peer): void {
    const { roster, clock, limits, serverName } = this.#state;
    if (stream.destroyed) return;
    const session = new Session(stream, peer, this.#state);
    this.#linger(session);
    const refusal = this.#refusal(peer);
    if (refusal !== undefined) {
      this.#log(`${peer.address} turned away: ${refusal}`);
      this.#turnAway(session, refusal);
      return;
    }
    roster.add(session);
    const options = { dispatcher: this.#dispatcher, clock, limits, serverName, log: this.#log };
    const intake = new Intake(session, options);
    session.onEnd(reason => {
      intake.dispose();
      this.#leave(session, reason);
    });
  }

  /** Says goodbye to everyone and waits until they have gone, though not for long. New ones are turned away. */
  async close(reason: string): Promise<void> {
    this.#closed = true;
    const { roster, clock, limits } = this.#state;
    for (const session of [...roster.sessions]) session.close(reason);
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

  #refusal(peer: Peer): string | undefined {
    const { roster, limits, guard, clock } = this.#state;
    if (this.#closed) return 'Closing';
    if (roster.size >= limits.maxConnections) return 'The relay is full';
    if (roster.countFrom(peer.address) >= limits.maxConnectionsPerAddress)
      return 'The relay is full for this address';
    if (guard.isTurnedAway(peer.address, clock.now())) return tooManyGuesses;
    return undefined;
  }

  #turnAway(session: Session, reason: string): void {
    if (this.#lingering.size - this.#state.roster.size > maxFarewells) {
      session.destroy();
      return;
    }
    if (reason === tooManyGuesses) session.refuse(new IrcError(ERR_PASSWDMISMATCH));
    session.close(reason);
  }

  #leave(session: Session, reason: string): void {
    const { roster, channels, clock } = this.#state;
    // When all are leaving, everyone hears it from the relay once.
    if (session.isRegistered && !this.#closed) {
      const news = { source: session.source, command: 'QUIT', params: [reason], time: clock.now() };
      channels.deliverToPeers(session, new OutgoingMessage(news));
    }
    for (const channel of [...channels.of(session)]) channels.leave(channel, session);
    roster.remove(session);
    if (session.isRegistered) this.#setPeople(this.#people - 1);
  }

  #setPeople(people: number): void {
    this.#people = people;
    this.#peopleChanged.fire(people);
  }
}
