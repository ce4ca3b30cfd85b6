import { ChatClient, type ClientOptions } from '../../client/chatClient.ts';
import { ClientFailure } from '../../client/failure.ts';
import type { FileEndpoint } from '../../client/files/fileEndpoint.ts';
import type { Identified, Input } from '../../conversation/input.ts';
import type { NetworkWatch } from '../../lan/networkWatch.ts';
import type { TlsIdentity } from '../../net/tls.ts';
import type { RelayThread } from '../../relay/relayThread.ts';

/** Nicks that are tried by themselves when another window of the same person has ours: `ana_2` up to `ana_9`. */
const lastSuffix = 9;

/** How a connection is made. */
export interface ConnectPlan extends Omit<ClientOptions, 'emit' | 'realName'> {
  /** What the conversation is told once the host has shown this key. */
  readonly identified: (hostKey: string) => Omit<Identified, 'server' | 'client'>;
  /** Asks for another nick, when the server does not take one; undefined when the user cancels. */
  readonly askNick: (
    wanted: string,
    failure: ClientFailure,
    signal: AbortSignal,
  ) => Promise<string | undefined>;
  /** Another window of ours may have the nick: then it gets a number. */
  readonly numbersNick: boolean;
}

/** What one connection of a window runs: its client and, when the window hosts, the relay. */
export class LiveConnection {
  readonly id: string;
  readonly #network: NetworkWatch;
  readonly #take: (input: Input) => void;
  readonly #entering = new AbortController();
  #client: ChatClient | undefined;
  #identity: TlsIdentity | undefined;
  #hostKey = '';
  #ending: Promise<void> | undefined;
  /** Also while it starts. */
  relay: Promise<RelayThread> | undefined;

  constructor(id: string, network: NetworkWatch, take: (input: Input) => void) {
    this.id = id;
    this.#network = network;
    this.#take = take;
  }

  /** Aborts what is done to enter. */
  get signal(): AbortSignal {
    return this.#entering.signal;
  }

  /** Stops entering; once entered it has no effect. */
  cancel(): void {
    this.#entering.abort();
  }

  get client(): ChatClient | undefined {
    return this.#client;
  }

  get isUp(): boolean {
    const phase = this.#client?.state.phase;
    return phase === 'registered' || phase === 'reconnecting';
  }

  /** Where files pass, as long as the connection is up and its server passes them. */
  get endpoint(): FileEndpoint | undefined {
    const state = this.#client?.state;
    if (state?.phase !== 'registered' || this.#identity === undefined) return undefined;
    if (this.#client?.supports('files') !== true) return undefined;
    return { address: state.address, identity: this.#identity, hostKey: this.#hostKey };
  }

  /** Connects and registers under some nick. @throws {ClientFailure}; 'cancelled' when the user cancelled it */
  async connect(plan: ConnectPlan): Promise<void> {
    const client = new ChatClient({
      ...plan,
      realName: plan.nick,
      onNetworkChange: listener => this.#network.onChange(listener),
      emit: event => this.#take({ type: 'event', connection: this.id, event }),
      verifyHost: async (peer, signal) => {
        const isRight = await plan.verifyHost(peer, signal);
        if (isRight) this.#identify(peer.fingerprints.key, plan, client);
        return isRight;
      },
    });
    if (this.signal.aborted) throw new ClientFailure('cancelled', '');
    this.#client = client;
    this.#identity = plan.identity;
    await this.#register(client, plan);
  }

  /** Says goodbye, closes the connection and, when hosting, the relay: its port is free when this resolves. */
  end(reason: string): Promise<void> {
    this.cancel();
    this.#ending ??= this.#end(reason);
    return this.#ending;
  }

  async #end(reason: string): Promise<void> {
    await this.#client?.leave(reason);
    this.#client?.dispose();
    const relay = await this.relay?.catch(() => undefined);
    await relay?.close(reason);
  }

  #identify(hostKey: string, plan: ConnectPlan, client: ChatClient): void {
    if (this.#hostKey !== '') return;
    this.#hostKey = hostKey;
    this.#take({
      type: 'identified',
      connection: this.id,
      server: hostKey,
      client,
      ...plan.identified(hostKey),
    });
  }

  async #register(client: ChatClient, { nick: wanted, numbersNick, askNick }: ConnectPlan): Promise<void> {
    let attempt = client.start(this.signal);
    for (let suffix = 2; ; suffix++) {
      try {
        await attempt;
        return;
      } catch (error) {
        if (!isNickFailure(error)) throw error;
        const isNumbered = numbersNick && suffix <= lastSuffix;
        const nick = isNumbered ? `${wanted}_${suffix}` : await askNick(wanted, error, this.signal);
        if (this.signal.aborted || nick === undefined) throw new ClientFailure('cancelled', '');
        attempt = client.retryNick(nick);
      }
    }
  }
}

function isNickFailure(error: unknown): error is ClientFailure {
  return error instanceof ClientFailure && (error.code === 'nickTaken' || error.code === 'nickRefused');
}
