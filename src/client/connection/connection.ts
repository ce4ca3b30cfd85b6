import type { ConnectionState, HostAddress } from '../../chat/connection.ts';
import { type Disposable, DisposableStore, toDisposable } from '../../common/dispose.ts';
import { isWord } from '../../irc/names.ts';
import type { ClientOptions, ClientState } from '../clientState.ts';
import { ClientFailure, dialFailure, isFinal } from '../failure.ts';
import { connectTimeoutMs, leaveTimeoutMs, soonConnectTimeoutMs } from '../limits.ts';
import { sayableLine } from '../saying/compose.ts';
import { type OpenConnection, openFirst, type OpenHost } from './connect.ts';
import { dial } from './dial.ts';
import { ClientSession, type SessionStep } from './session.ts';
import { Retries } from './retries.ts';
import { answering, failed, idle, left, lost, registered, retrying, started } from './state.ts';

/** Keeps one session going: makes the first, and the next ones after breaks, for as long as it is wanted. Owns the state. */
export class ClientConnection {
  readonly #options: ClientOptions;
  readonly #client: ClientState;
  readonly #open: OpenHost;
  readonly #retries: Retries;
  readonly #stopped = new AbortController();
  /** The caller's way to cancel, until we are registered. */
  readonly #cancelling = new DisposableStore();
  #sessionEnd = Promise.withResolvers<undefined>();
  #addresses: readonly HostAddress[];
  #wasRegistered = false;
  /** What waits to be let in. */
  #pending: PromiseWithResolvers<undefined> | undefined;
  #watching: Disposable | undefined;
  #state = idle;
  #session: ClientSession | undefined;

  constructor(options: ClientOptions, client: ClientState) {
    const { identity, random = Math.random, addresses } = options;
    const { clock } = client;
    this.#options = options;
    this.#client = client;
    const dialOne: OpenHost = (address, signal) => {
      const connectMs = this.#isPyChat ? soonConnectTimeoutMs : connectTimeoutMs;
      return dial(address, { identity, clock, signal, connectMs });
    };
    this.#open = options.openStream ?? dialOne;
    this.#retries = new Retries(clock, random);
    this.#addresses = addresses;
  }

  /** The server that let us in last was a PyChat relay. */
  get #isPyChat(): boolean {
    return this.#client.server?.isPyChat === true;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** The session, while the server has let us in. */
  get session(): ClientSession | undefined {
    return this.#session?.isRegistered === true ? this.#session : undefined;
  }

  get nick(): string {
    return this.#session?.server.nick ?? this.#client.nicks.wanted;
  }

  /** Asks for another nick from the next connection on. */
  wantNick(to: string): void {
    const { nick } = this;
    const { nicks, rooms, clock, emit } = this.#client;
    nicks.wanted = to;
    const names = rooms.all.map(room => room.name);
    emit({ type: 'renamed', at: clock.now(), nick, to, own: true, rooms: names });
  }

  async start(signal: AbortSignal): Promise<void> {
    if (this.#stopped.signal.aborted) throw new ClientFailure('cancelled', '');
    this.#pending = Promise.withResolvers();
    const { promise } = this.#pending;
    const onAbort = (): void => this.#abandon(new ClientFailure('cancelled', ''));
    signal.addEventListener('abort', onAbort);
    this.#cancelling.add(toDisposable(() => signal.removeEventListener('abort', onAbort)));
    this.#watching = this.#options.onNetworkChange?.(() => this.#networkChanged());
    this.#enter(started(this.#state));
    if (signal.aborted) onAbort();
    else if (!isWord(this.nick)) this.#settle(new ClientFailure('nickRefused', this.nick));
    else void this.#attempt();
    await promise;
  }

  async retryNick(nick: string): Promise<void> {
    if (this.#stopped.signal.aborted) throw new ClientFailure('cancelled', '');
    if (!isWord(nick)) throw new ClientFailure('nickRefused', nick);
    this.#client.nicks.wanted = nick;
    this.#pending = Promise.withResolvers();
    const { promise } = this.#pending;
    if (this.#session === undefined) void this.#attempt();
    else this.#session.useNick(nick);
    await promise;
  }

  /** The machine's network has changed: the connection may have broken, or can be made again. */
  #networkChanged(): void {
    if (this.session === undefined) this.retryNow();
    else this.session.check();
  }

  retryNow(): void {
    if (!this.#retries.stop()) return;
    this.#enter(retrying(this.#state, this.#client.clock.now()));
    void this.#attempt();
  }

  /** Says goodbye if there is somebody to say it to, waits for it to have gone out, and closes. */
  async leave(reason: string): Promise<void> {
    const { session } = this;
    this.#stop();
    if (session !== undefined) {
      const late = this.#client.clock.after(leaveTimeoutMs, () => this.close());
      session.quit(reason);
      await this.#sessionEnd.promise;
      late.dispose();
    }
    this.close();
  }

  /** Ends everything at once; what it was for is told once. */
  close(failure?: ClientFailure): void {
    this.#stop();
    this.#session?.dispose();
    this.#session = undefined;
    this.#sessionEnd.resolve(undefined);
    if (this.#state.phase !== 'closed') this.#client.outbox.abandon();
    this.#enter(failure === undefined ? left(this.#state) : failed(this.#state, failure));
  }

  /** Makes no further connection. */
  #stop(): void {
    this.#stopped.abort();
    this.#cancelling.dispose();
    this.#watching?.dispose();
    this.#retries.stop();
    this.#settle(new ClientFailure('cancelled', ''));
  }

  #settle(failure?: ClientFailure): void {
    const pending = this.#pending;
    this.#pending = undefined;
    if (failure === undefined) pending?.resolve(undefined);
    else pending?.reject(failure);
  }

  #abandon(failure: ClientFailure): void {
    this.#settle(failure);
    this.close(failure);
  }

  #enter(state: ConnectionState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#client.emit({ type: 'state', state });
  }

  async #attempt(): Promise<void> {
    const { verifyHost } = this.#options;
    const options = { openStream: this.#open, verifyHost, clock: this.#client.clock };
    try {
      this.#begin(await openFirst(this.#addresses, options, this.#stopped.signal));
    } catch (error) {
      this.#failed(dialFailure(error));
    }
  }

  #begin({ stream, address }: OpenConnection): void {
    if (this.#stopped.signal.aborted || stream.destroyed) {
      stream.destroy();
      this.#failed(new ClientFailure('closedEarly', '', address));
      return;
    }
    const { identity, realName, password } = this.#options;
    const { nicks } = this.#client;
    nicks.begin();
    const nick = { nick: nicks.wanted, takesNickBack: nicks.isOurs };
    const hasCertificate = identity.certificate !== '';
    const person = { ...nick, hasCertificate, realName: sayableLine(realName).trim(), password };
    this.#sessionEnd = Promise.withResolvers();
    this.#session = new ClientSession(stream, person, this.#client, step => this.#step(step, address));
    this.#session.start();
  }

  #step(step: SessionStep, address: HostAddress): void {
    switch (step.type) {
      case 'registered':
        this.#registered(address);
        break;
      case 'answering':
        this.#enter(answering(this.#state, step.isIt));
        break;
      case 'nickRefused':
        this.#nickRefused(step.failure);
        break;
      case 'ended':
        if (step.isGhosted) this.#client.nicks.lose();
        this.#ended(new ClientFailure(step.failure.code, step.failure.detail, address));
    }
  }

  #registered(address: HostAddress): void {
    const { nicks, clock } = this.#client;
    this.#wasRegistered = true;
    this.#cancelling.dispose();
    // The one that worked is the first to be tried after a break.
    this.#addresses = [address, ...this.#addresses.filter(other => other !== address)];
    const keeps = nicks.isSubstituted && this.#session?.keepNick(nicks.wanted) === true;
    if (!keeps) nicks.wanted = this.nick;
    nicks.hold(this.nick, this.#session?.isLoggedIn === true);
    this.#enter(registered(this.#state, address, clock.now()));
    this.#settle();
  }

  #nickRefused(failure: ClientFailure): void {
    if (!this.#wasRegistered) {
      this.#settle(failure);
      return;
    }
    const substitute = this.#client.nicks.substitute();
    if (substitute !== undefined) this.#session?.useNick(substitute);
    else {
      this.#session?.dispose();
      this.#ended(failure);
    }
  }

  #ended(failure: ClientFailure): void {
    this.#session = undefined;
    this.#sessionEnd.resolve(undefined);
    // While the user thinks of another nick the server may close: `retryNick` connects again.
    if (this.#wasRegistered || this.#pending !== undefined) this.#failed(failure);
  }

  #failed(failure: ClientFailure): void {
    if (this.#stopped.signal.aborted) return;
    if (isFinal(failure) || (!this.#wasRegistered && failure.code !== 'newcomers')) {
      this.#abandon(failure);
      return;
    }
    const { state } = this;
    if (state.phase === 'registered') this.#retries.lost(state.since);
    const next = this.#retries.wait(failure, this.#isPyChat, () => this.retryNow());
    this.#enter(lost(state, failure, next));
  }
}
