import type { Duplex } from 'node:stream';
import { type Disposable, DisposableStore } from '../../common/dispose.ts';
import { type Message, message, parseMessage, serializeMessage } from '../../irc/message.ts';
import { RPL_CREATED, RPL_ISUPPORT, RPL_LOGGEDIN, RPL_MOTD } from '../../irc/numerics.ts';
import { LineStream, type LineStreamClose } from '../../net/lineStream.ts';
import { firstAtOnce } from '../../net/sendQueue.ts';
import type { ClientState } from '../clientState.ts';
import { ClientFailure, closeFailure, dialFailure, type Goodbye, goodbyeOf } from '../failure.ts';
import { JoinedSession } from '../joinedSession.ts';
import { maxQueuedBytes, maxServerLineBytes, maxWordLength } from '../limits.ts';
import { Batches, type Whole } from '../reading/batches.ts';
import { readPast, takeReceived } from '../reading/incoming.ts';
import { Server } from '../server.ts';
import { standAlone } from '../reading/standAlone.ts';
import { Capabilities } from './capabilities.ts';
import { LineIntake } from './lineIntake.ts';
import { Keepalive, type KeepaliveNews } from './keepalive.ts';
import { Login } from './login.ts';
import { Pings } from './pings.ts';
import { type Person, Registration } from './registration.ts';
import { RegistrationTimeout } from './registrationTimeout.ts';

/** What becomes of a session. `ended` comes last and once; nothing comes after `dispose`. */
export type SessionStep =
  | { readonly type: 'registered' }
  | { readonly type: 'answering'; readonly isIt: boolean }
  /** The server waits for `useNick`. */
  | { readonly type: 'nickRefused'; readonly failure: ClientFailure }
  /** `isGhosted`: another connection of ours has taken the nick. */
  | { readonly type: 'ended'; readonly failure: ClientFailure; readonly isGhosted: boolean };

/** One connection, from the first line to the last: messages out, and messages in to whom they concern. */
export class ClientSession implements Disposable {
  readonly #person: Person;
  readonly #client: ClientState;
  readonly #tell: (step: SessionStep) => void;
  readonly #parts = new DisposableStore();
  readonly #lines: LineStream;
  readonly #batches: Batches;
  readonly #intake: LineIntake;
  readonly #capabilities: Capabilities;
  readonly #login: Login;
  readonly #registration: Registration;
  readonly #timeout: RegistrationTimeout;
  readonly #keepalive: Keepalive;
  readonly #pings: Pings;
  readonly server: Server;
  readonly joined: JoinedSession;
  #phase: 'registering' | 'registered' | 'ended' = 'registering';
  #goodbye: Goodbye | undefined;

  /** Does nothing until `start`. */
  constructor(stream: Duplex, person: Person, client: ClientState, tell: (step: SessionStep) => void) {
    const { clock } = client;
    this.#person = person;
    this.#client = client;
    this.#tell = tell;
    const limits = { maxLineBytes: maxServerLineBytes, maxQueuedBytes, clock };
    // Our own screen, and what is kept of a line, come after its way to the others.
    this.#lines = this.#parts.add(new LineStream(stream, { ...limits, schedule: firstAtOnce }));
    this.#intake = new LineIntake(this.#lines, client, detail =>
      this.#end(new ClientFailure('flooded', detail)),
    );
    const send = (sent: Message): void => this.send(sent);
    this.#batches = this.#parts.add(new Batches(client.account));
    this.server = new Server(person.nick);
    this.#registration = new Registration(this.server, person, send);
    this.#login = this.#parts.add(new Login(clock, send, () => this.#introduce()));
    this.#capabilities = new Capabilities(this.server, person.hasCertificate, send, () => this.#logIn());
    this.#pings = new Pings(send);
    this.joined = this.#parts.add(new JoinedSession(this.server, client, this.#pings, send));
    this.#keepalive = this.#parts.add(new Keepalive(clock, this.joined, news => this.#heard(news)));
    this.#timeout = this.#parts.add(new RegistrationTimeout(clock, failure => this.#end(failure)));
  }

  get isRegistered(): boolean {
    return this.#phase === 'registered';
  }

  /** Whether the server knows us by our certificate. */
  get isLoggedIn(): boolean {
    return this.#login.isDone;
  }

  /** The connection may have broken: the server is asked at once. */
  check(): void {
    this.#keepalive.check();
  }

  /** Begins to speak. */
  start(): void {
    this.#parts.add(
      this.#lines.onLine(line => {
        if (this.#intake.admits(line.length)) this.#read(line);
      }),
    );
    this.#parts.add(this.#intake.listenToRest());
    this.#parts.add(this.#lines.onClose(close => this.#closed(close)));
    this.#keepalive.start();
    this.#timeout.restart();
    this.#capabilities.start();
    this.#registration.start();
    if (!this.#person.takesNickBack) this.#registration.introduce();
  }

  /** Sends one message; ignored once the connection is closed. @throws {MessageError} for what the grammar cannot say */
  send(sent: Message): void {
    this.#lines.send(serializeMessage(sent));
  }

  /** Offers the server another nick in place of the one it refused. */
  useNick(nick: string): void {
    this.#timeout.restart();
    this.#registration.useNick(nick);
  }

  /** From now on tries to get a nick that was taken. @returns whether it does */
  keepNick(wanted: string): boolean {
    if (this.server.same(wanted, this.server.nick)) return false;
    // Logged in after the refusal, we would take it from another window of ours.
    if (this.isLoggedIn && !this.#person.takesNickBack) return false;
    this.joined.keepTrying(wanted);
    return true;
  }

  /** Says goodbye and closes once that has been sent. `ended` follows. */
  quit(reason: string): void {
    this.send(message('QUIT', reason));
    this.#lines.end();
  }

  dispose(): void {
    this.#phase = 'ended';
    this.#parts.dispose();
  }

  #heard(news: KeepaliveNews): void {
    if (news === 'lost') this.#end(new ClientFailure('lost', 'no answer to PING'));
    else this.#tell({ type: 'answering', isIt: news === 'answering' });
  }

  #logIn(): void {
    if (this.server.capabilities.has('sasl')) this.#login.start();
    else this.#introduce();
  }

  #introduce(): void {
    this.#registration.introduce();
    this.#capabilities.end();
  }

  /** What a stranger sends ends at worst this connection: anything else thrown here is a mistake of ours. */
  #read(line: string): void {
    let received: Message;
    try {
      received = standAlone(parseMessage(line));
    } catch {
      this.#takeNonsense(line.slice(0, maxWordLength));
      return;
    }
    try {
      this.#take(received);
    } catch (error) {
      const isRefused = error instanceof ClientFailure;
      if (!isRefused) this.#client.logError(error);
      this.#end(isRefused ? error : new ClientFailure('failed', `could not take ${received.command}`));
    }
  }

  #take(received: Message): void {
    this.#keepalive.heard();
    this.#timeout.heard();
    const { command, params } = received;
    if (command === 'PING') this.send(message('PONG', params.at(-1) ?? ''));
    else if (command === 'CAP') this.#capabilities.take(params);
    else for (const whole of this.#batches.take(received)) this.#takeWhole(whole);
  }

  #takeWhole(whole: Whole): void {
    const { command } = whole;
    if (this.#login.take(whole)) return;
    if (command === 'PONG') return this.#client.outbox.answered(this.#pings.answered(whole) ?? 0);
    this.#goodbye = goodbyeOf(whole, this.server) ?? this.#goodbye;
    if (this.#phase === 'registering') this.#takeEarly(whole);
    else if (command !== 'ERROR') this.#takeLater(whole);
  }

  #takeEarly(whole: Whole): void {
    if (ofTheWelcome.has(whole.command)) takeReceived(whole, this.joined, this.#client.emit);
    if (whole.command === 'ERROR') return this.#endByServer(this.#goodbye);
    const outcome = this.#registration.take(whole);
    if (outcome === 'registered') this.#register();
    else if (outcome?.code === 'nickTaken' || outcome?.code === 'nickRefused') {
      // Now it is the user who is being waited for.
      this.#timeout.dispose();
      this.#tell({ type: 'nickRefused', failure: outcome });
    } else if (outcome !== undefined) this.#end(outcome);
  }

  #takeLater(whole: Whole): void {
    const { history, lists, tags, held } = this.joined;
    if (tags.isTypingAnswer(whole) || lists.take(whole)) return;
    if (history.take(whole, (past, isAgain) => readPast(past, this.joined, isAgain))) return;
    if (whole.past === undefined) takeReceived(whole, this.joined, event => held.emit(event));
    else this.joined.tellPlayback(readPast(whole.past, this.joined, false).events);
  }

  #register(): void {
    this.#phase = 'registered';
    this.#timeout.dispose();
    this.#client.server = this.server;
    this.#client.rooms.attach(this.server);
    this.#tell({ type: 'registered' });
    // A listener may have left.
    if (this.isRegistered) this.joined.begin();
  }

  /** A server that speaks no IRC is found out by its first line. */
  #takeNonsense(line: string): void {
    this.#client.log(`skipped a line of ${line.length} characters that is not IRC`);
    if (this.#phase !== 'registering') return;
    this.#end(
      new ClientFailure(line.startsWith('HTTP/') ? 'http' : 'failed', `not IRC: ${line.slice(0, 80)}`),
    );
  }

  #closed({ reason, error }: LineStreamClose): void {
    if (this.#goodbye !== undefined) this.#endByServer(this.#goodbye);
    else if (this.isRegistered) this.#end(new ClientFailure('lost', error?.message ?? reason));
    else this.#end(error === undefined ? new ClientFailure('closedEarly', reason) : dialFailure(error));
  }

  #endByServer({ code, words }: Goodbye = { code: undefined, words: '' }): void {
    this.#end(closeFailure(code, words), code === 'ghosted');
  }

  #end(failure: ClientFailure, isGhosted = false): void {
    if (this.#phase === 'ended') return;
    this.dispose();
    this.#tell({ type: 'ended', failure, isGhosted });
  }
}

/** What is worth knowing before the welcome is over. */
const ofTheWelcome: ReadonlySet<string> = new Set([RPL_CREATED, RPL_ISUPPORT, RPL_LOGGEDIN, RPL_MOTD]);
