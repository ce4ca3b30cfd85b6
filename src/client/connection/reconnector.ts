import type { Duplex } from 'node:stream';
import type { ChatEvent } from '../../chat/event.ts';
import { type Clock, systemClock } from '../../common/clock.ts';
import { type Disposable, DisposableStore, toDisposable } from '../../common/dispose.ts';
import { Emitter } from '../../common/emitter.ts';
import { Backoff } from './backoff.ts';
import type { ClientOptions, ClientState } from '../clientOptions.ts';
import { sayableLine } from '../saying/compose.ts';
import { connect, tlsOpener } from './connect.ts';
import { ClientFailure, dialFailure, isFinal, isGhosted } from '../failure.ts';
import type { HostAddress } from '../hostAddress.ts';
import { leaveTimeoutMs, steadyMs } from '../limits.ts';
import type { Memory } from '../memory.ts';
import { isWord } from '../names.ts';
import { NickChoice } from './nickChoice.ts';
import { Session } from './session.ts';
import type { SessionOwner } from './sessionOptions.ts';

export interface ReconnectorOwner {
  emit(event: ChatEvent): void;
  state(state: ClientState): void;
  members(room: string): void;
}

interface Waiting {
  resolve(): void;
  reject(failure: ClientFailure): void;
}

/** Keeps one session going: makes the first, and the next ones after breaks, for as long as it is wanted. */
export class Reconnector {
  readonly #options: ClientOptions;
  readonly #owner: ReconnectorOwner;
  readonly #memory: Memory;
  readonly #clock: Clock;
  readonly #backoff: Backoff;
  readonly #nicks: NickChoice;
  readonly #stopped = new AbortController();
  /** The caller's way to call off the joining, as long as that lasts. */
  readonly #callOff = new DisposableStore();
  readonly #sessionEnd = new Emitter<void>();
  #addresses: readonly HostAddress[];
  #wasJoined = false;
  #waiting: Waiting | undefined;
  #retry: Disposable | undefined;
  state: ClientState = { phase: 'connecting' };
  session: Session | undefined;

  constructor(options: ClientOptions, memory: Memory, owner: ReconnectorOwner) {
    this.#options = options;
    this.#memory = memory;
    this.#owner = owner;
    this.#clock = options.clock ?? systemClock;
    const random = options.random ?? Math.random;
    this.#backoff = new Backoff(random);
    this.#nicks = new NickChoice(options.nick, random);
    this.#addresses = options.addresses;
  }

  get nick(): string {
    return this.session?.server.nick ?? this.#nicks.wanted;
  }

  /** Asks for another nick from the next connection on. */
  wantNick(to: string): void {
    const { nick } = this;
    this.#nicks.wanted = to;
    const { names: rooms } = this.#memory.rooms;
    this.#owner.emit({ type: 'renamed', at: this.#clock.now(), nick, to, own: true, rooms });
  }

  join(signal: AbortSignal): Promise<void> {
    const { room } = this.#options;
    const joined = this.#wait();
    const onAbort = (): void => this.#abandon(new ClientFailure('cancelled', ''));
    signal.addEventListener('abort', onAbort);
    this.#callOff.add(toDisposable(() => signal.removeEventListener('abort', onAbort)));
    if (signal.aborted) onAbort();
    else if (!isWord(room)) this.#abandon(new ClientFailure('roomRefused', room));
    else if (!isWord(this.nick)) this.#settle(new ClientFailure('nickRefused', this.nick));
    else void this.#attempt();
    return joined;
  }

  async retryNick(nick: string): Promise<void> {
    if (this.#stopped.signal.aborted) throw new ClientFailure('cancelled', '');
    if (!isWord(nick)) throw new ClientFailure('nickRefused', nick);
    this.#nicks.wanted = nick;
    const joined = this.#wait();
    if (this.session === undefined) void this.#attempt();
    else this.session.useNick(nick);
    await joined;
  }

  retryNow(): void {
    if (this.#retry === undefined) return;
    this.#retry.dispose();
    this.#retry = undefined;
    void this.#attempt();
  }

  /** Says goodbye, waits for it to have gone out, and closes. */
  async leave(reason: string): Promise<void> {
    this.#stop();
    const { session } = this;
    if (session !== undefined) {
      await new Promise<void>(resolve => {
        const late = this.#clock.after(leaveTimeoutMs, () => this.close());
        const ended = this.#sessionEnd.event(() => {
          late.dispose();
          ended.dispose();
          resolve();
        });
        session.quit(reason);
      });
    }
    this.close();
  }

  /** Ends everything at once; what it was for is told once. */
  close(failure?: ClientFailure): void {
    this.#stop();
    this.session?.dispose();
    this.session = undefined;
    this.#sessionEnd.fire();
    if (this.state.phase === 'closed') return;
    this.#memory.outbox.abandon();
    this.#enter(failure === undefined ? { phase: 'closed' } : { phase: 'closed', failure });
  }

  /** Makes no further connection. */
  #stop(): void {
    this.#stopped.abort();
    this.#callOff.dispose();
    this.#retry?.dispose();
    this.#settle(new ClientFailure('cancelled', ''));
  }

  #wait(): Promise<void> {
    return new Promise((resolve, reject) => (this.#waiting = { resolve, reject }));
  }

  #settle(failure?: ClientFailure): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (failure === undefined) waiting?.resolve();
    else waiting?.reject(failure);
  }

  #abandon(failure: ClientFailure): void {
    this.#settle(failure);
    this.close(failure);
  }

  #enter(state: ClientState): void {
    this.state = state;
    this.#owner.state(state);
  }

  async #attempt(): Promise<void> {
    const { signal } = this.#stopped;
    const { identity, verifyHost } = this.#options;
    const openStream = this.#options.openStream ?? tlsOpener(identity, this.#clock, this.#addresses.length);
    try {
      const options = { addresses: this.#addresses, openStream, verifyHost, clock: this.#clock };
      const { stream, address } = await connect(options, signal);
      this.#begin(stream, address);
    } catch (error) {
      this.#failed(dialFailure(error));
    }
  }

  #begin(stream: Duplex, address: HostAddress): void {
    const { identity, realName, password, log = () => undefined } = this.#options;
    if (this.#stopped.signal.aborted || stream.destroyed) {
      stream.destroy();
      this.#failed(new ClientFailure('closedEarly', '', address));
      return;
    }
    this.#nicks.begin();
    const shared = { memory: this.#memory, clock: this.#clock, log };
    const nick = { nick: this.#nicks.wanted, takesNickBack: this.#nicks.isOurs };
    const hasCertificate = identity.certificate !== '';
    const person = { ...nick, hasCertificate, realName: sayableLine(realName).trim(), password };
    const options = { ...person, ...shared, showsMotd: !this.#wasJoined };
    this.session = new Session(stream, options, this.#sessionOwner(address));
  }

  #sessionOwner(address: HostAddress): SessionOwner {
    return {
      emit: event => {
        if (event.type === 'renamed' && event.own) this.#nicks.renamed(event.to);
        this.#owner.emit(event);
      },
      members: room => this.#owner.members(room),
      joined: () => this.#joined(address),
      nickRefused: failure => this.#nickRefused(failure),
      ended: failure => this.#ended(new ClientFailure(failure.code, failure.detail, address)),
    };
  }

  #joined(address: HostAddress): void {
    this.#wasJoined = true;
    this.#callOff.dispose();
    // The one that worked is the first to be tried after a break.
    this.#addresses = [address, ...this.#addresses.filter(other => other !== address)];
    const keeps = this.#nicks.isSubstituted && this.session?.keepNick(this.#nicks.wanted) === true;
    if (!keeps) this.#nicks.wanted = this.nick;
    this.#nicks.hold(this.nick, this.session?.isLoggedIn === true);
    this.#enter({ phase: 'joined', address, since: this.#clock.now() });
    this.#settle();
  }

  #nickRefused(failure: ClientFailure): void {
    if (!this.#wasJoined) {
      this.#settle(failure);
      return;
    }
    const substitute = this.#nicks.substitute();
    if (substitute !== undefined) this.session?.useNick(substitute);
    else {
      this.session?.dispose();
      this.#ended(failure);
    }
  }

  #ended(failure: ClientFailure): void {
    this.session = undefined;
    if (isGhosted(failure)) this.#nicks.lose();
    this.#sessionEnd.fire();
    // While the user thinks of another nick the server may lose its patience: `retryNick` connects anew.
    if (this.#wasJoined || this.#waiting !== undefined) this.#failed(failure);
  }

  #failed(failure: ClientFailure): void {
    if (this.#stopped.signal.aborted) return;
    if (!this.#wasJoined || isFinal(failure)) {
      this.#abandon(failure);
      return;
    }
    const { state } = this;
    if (state.phase === 'joined') this.#memory.lostAt = this.#clock.now();
    if (state.phase === 'joined' && this.#clock.now() - state.since >= steadyMs) this.#backoff.reset();
    const wait = this.#backoff.next();
    const { attempt } = this.#backoff;
    this.#retry = this.#clock.after(wait, () => this.retryNow());
    this.#enter({ phase: 'reconnecting', attempt, retryAt: this.#clock.now() + wait, failure });
  }
}
