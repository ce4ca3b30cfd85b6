import type { Duplex } from 'node:stream';
import type { ChatEvent } from '../../chat/event.ts';
import { type Disposable, DisposableStore } from '../../common/dispose.ts';
import { type Message, message } from '../../irc/message.ts';
import { RPL_ISUPPORT, RPL_LOGGEDIN, RPL_MOTD } from '../../irc/numerics.ts';
import type { LineStreamClose } from '../../net/lineStream.ts';
import { Batches, type Whole } from '../reading/batches.ts';
import { ClientFailure, dialFailure, errorLineFailure } from '../failure.ts';
import { Inside } from '../inside.ts';
import { Keepalive } from './keepalive.ts';
import { KeepNick } from './keepNick.ts';
import { loginTimeoutMs, maxWordLength, namesGraceMs } from '../limits.ts';
import { Link } from './link.ts';
import { Negotiation } from './negotiation.ts';
import { Patience } from './patience.ts';
import { Registration, roomFailure } from './registration.ts';
import { Server } from '../server.ts';
import type { SessionOptions, SessionOwner } from './sessionOptions.ts';

/** One connection, from the first line to the last: through the door, into the first room, and there. */
export class Session implements Disposable {
  readonly #options: SessionOptions;
  readonly #owner: SessionOwner;
  readonly #link: Link;
  readonly #parts = new DisposableStore();
  readonly #batches = new Batches();
  readonly #negotiation: Negotiation;
  readonly #registration: Registration;
  readonly #patience: Patience;
  readonly #keepalive: Keepalive;
  readonly server: Server;
  readonly inside: Inside;
  #keepNick: KeepNick | undefined;
  #phase: 'registering' | 'joining' | 'joined' | 'ended' = 'registering';
  #error: string | undefined;

  /** Begins to speak on `stream` at once. */
  constructor(stream: Duplex, options: SessionOptions, owner: SessionOwner) {
    const { clock, log, nick, realName, password, hasCertificate } = options;
    this.#options = options;
    this.#owner = owner;
    const send = (sent: Message): void => this.#link.send(sent);
    this.#link = this.#parts.add(new Link(stream, clock, log));
    this.server = new Server(nick);
    const settled = (): void => this.#registration.introduce();
    this.#negotiation = this.#parts.add(
      new Negotiation({ server: this.server, send, clock, hasCertificate, settled }),
    );
    this.#registration = new Registration({
      server: this.server,
      send,
      realName,
      password,
      registered: () => this.#enter(),
      nickRefused: failure => this.#nickRefused(failure),
      failed: failure => this.#end(failure),
    });
    this.inside = this.#parts.add(this.#makeInside(send));
    const lost = (): void => this.#end(new ClientFailure('lost', 'no answer to PING'));
    const ping = (): void => send(message('PING', 'pychat'));
    this.#keepalive = this.#parts.add(new Keepalive({ clock, ping, lost }));
    this.#patience = this.#parts.add(new Patience(clock, failure => this.#end(failure)));
    this.#listen();
    this.#begin();
  }

  get isJoined(): boolean {
    return this.#phase === 'joined';
  }

  /** Whether the server knows us by our certificate. */
  get isLoggedIn(): boolean {
    return this.#negotiation.isLoggedIn;
  }

  /** Sends one message; ignored once the connection is closed. */
  send(sent: Message): void {
    this.#link.send(sent);
  }

  /** Offers the server another nick in place of the one it refused. */
  useNick(nick: string): void {
    this.#patience.restart();
    this.#registration.useNick(nick);
  }

  /** From now on tries to get a nick that was taken. @returns whether it does */
  keepNick(wanted: string): boolean {
    if (this.server.same(wanted, this.server.nick)) return false;
    // Logged in after the refusal, we would take it from another window of ours.
    if (this.isLoggedIn && !this.#options.takesNickBack) return false;
    const attempt = (): void => this.#link.send(message('NICK', wanted));
    this.#keepNick = this.#parts.add(new KeepNick(wanted, this.#options.clock, attempt));
    return true;
  }

  /** Says goodbye and closes once that has been sent. `ended` follows. */
  quit(reason: string): void {
    this.#link.send(message('QUIT', reason));
    this.#link.end();
  }

  dispose(): void {
    this.#phase = 'ended';
    this.#parts.dispose();
  }

  #makeInside(send: (sent: Message) => void): Inside {
    const { memory, clock, showsMotd } = this.#options;
    return new Inside({
      server: this.server,
      memory,
      clock,
      showsMotd,
      send,
      emit: event => this.#emit(event),
      members: room => {
        if (this.#phase !== 'ended') this.#owner.members(room);
      },
      entered: () => void this.#parts.add(clock.after(namesGraceMs, () => this.#joined())),
      named: () => this.#joined(),
      freed: nick => this.#freed(nick),
    });
  }

  #begin(): void {
    this.#negotiation.start();
    this.#registration.start();
    const introduce = (): void => this.#registration.introduce();
    // A server that never answers is told all the same.
    if (this.#options.takesNickBack) this.#parts.add(this.#options.clock.after(loginTimeoutMs, introduce));
    else introduce();
  }

  #listen(): void {
    this.#parts.add(this.#link.onMessage(received => this.#takeSafely(received)));
    this.#parts.add(this.#link.onNonsense(line => this.#nonsense(line)));
    this.#parts.add(this.#link.onClose(close => this.#closed(close)));
  }

  /** What a stranger sends ends at worst this connection: anything thrown here is a mistake of ours. */
  #takeSafely(received: Message): void {
    try {
      this.#take(received);
    } catch (error) {
      this.#options.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
      this.#end(new ClientFailure('failed', `could not take ${received.command}`));
    }
  }

  #take(received: Message): void {
    this.#keepalive.heard();
    this.#patience.heard();
    for (const whole of this.#batches.take(received)) this.#takeWhole(whole);
  }

  #takeWhole(whole: Whole): void {
    if (this.#negotiation.take(whole)) return;
    if (whole.command === 'ERROR') this.#error = (whole.params.at(-1) ?? '').slice(0, maxWordLength);
    if (this.#phase === 'registering') this.#takeEarly(whole);
    else this.#takeLater(whole);
  }

  #takeEarly(received: Whole): void {
    if (ofTheDoor.has(received.command)) this.inside.take(received);
    this.#registration.take(received);
  }

  #takeLater(received: Whole): void {
    if (this.#phase === 'joining') {
      const { rooms } = this.inside;
      const refusal = roomFailure(received, name => rooms.find(name) === rooms.first);
      if (refusal !== undefined) {
        this.#end(refusal);
        return;
      }
    }
    const ofNick = ['432', '433', '437'].includes(received.command);
    if (ofNick && this.#keepNick?.wasRefused() === true) return;
    if (received.command !== 'ERROR' && received.command !== 'PONG') this.inside.take(received);
  }

  /** A server that speaks no IRC is found out by its first line. */
  #nonsense(line: string): void {
    this.#options.log(`not IRC: ${line.slice(0, maxWordLength)}`);
    if (this.#phase !== 'registering') return;
    this.#end(
      new ClientFailure(line.startsWith('HTTP/') ? 'http' : 'failed', `not IRC: ${line.slice(0, 80)}`),
    );
  }

  #nickRefused(failure: ClientFailure): void {
    // Now it is the user who is being waited for.
    this.#patience.stop();
    this.#owner.nickRefused(failure);
  }

  #enter(): void {
    this.#phase = 'joining';
    this.#options.memory.server = this.server;
    this.inside.begin();
  }

  #joined(): void {
    if (this.#phase !== 'joining') return;
    this.#phase = 'joined';
    this.#patience.stop();
    this.#owner.joined();
    if (this.isJoined) this.inside.joined();
  }

  #freed(nick: string): void {
    if (this.#keepNick !== undefined && this.server.same(nick, this.#keepNick.wanted))
      this.#keepNick.tryNow();
  }

  #emit(event: ChatEvent): void {
    if (event.type === 'renamed' && event.own && this.#keepNick !== undefined) {
      this.#parts.drop(this.#keepNick);
      this.#keepNick = undefined;
    }
    this.#owner.emit(event);
  }

  #closed({ reason, error }: LineStreamClose): void {
    if (this.#error !== undefined) this.#end(errorLineFailure(this.#error, 'serverClosed'));
    else if (this.#phase === 'joined') this.#end(new ClientFailure('lost', error?.message ?? reason));
    else this.#end(error === undefined ? new ClientFailure('closedEarly', reason) : dialFailure(error));
  }

  #end(failure: ClientFailure): void {
    if (this.#phase === 'ended') return;
    this.dispose();
    this.#owner.ended(failure);
  }
}

/** What is worth knowing before the welcome is over. */
const ofTheDoor: ReadonlySet<string> = new Set([RPL_ISUPPORT, RPL_LOGGEDIN, RPL_MOTD]);
