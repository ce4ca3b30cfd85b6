import type { ChatClient } from '../../client/chatClient.ts';
import type { FileEndpoint } from '../../client/files/fileEndpoint.ts';
import { assertNever } from '../../common/assertNever.ts';
import type { FailureText } from '../../conversation/connections/failureText.ts';
import type { ClientRequest } from '../../conversation/effect.ts';
import type { Entering, Input } from '../../conversation/input.ts';
import { NetworkWatch } from '../../lan/networkWatch.ts';
import { LiveConnection } from './liveConnection.ts';

/** All connections of one window, from the wish to enter until nothing of them runs any more. */
export class ConnectionManager {
  readonly #take: (input: Input) => void;
  readonly #network: NetworkWatch;
  readonly #live = new Map<string, LiveConnection>();
  /** Those that say goodbye. */
  readonly #ending = new Set<Promise<void>>();
  #count = 0;

  /** @param take is given to the conversation */
  constructor(take: (input: Input) => void, network = new NetworkWatch()) {
    this.#network = network;
    this.#take = take;
  }

  /**
   * Enters a server. The last wish wins: whatever else was being entered is cancelled.
   *
   * @param work makes the connection; it heeds the connection's signal
   * @param describe says why it came to nothing
   */
  async enter(
    made: Omit<Entering, 'connection'>,
    work: (live: LiveConnection) => Promise<void>,
    describe: (error: unknown) => FailureText,
  ): Promise<void> {
    // The ports of those that end are free then.
    const others = Promise.allSettled([this.cancelEntering(), ...this.#ending]);
    const live = new LiveConnection(`c${++this.#count}`, this.#network, this.#take);
    this.#live.set(live.id, live);
    this.#take({ type: 'entering', connection: live.id, ...made });
    try {
      await others;
      live.signal.throwIfAborted();
      await work(live);
      const relay = await live.relay;
      relay?.onDeath(death => void this.#relayDied(live, describe(death)));
    } catch (error) {
      const failure = this.#live.has(live.id) ? describe(error) : { sentence: '', remedies: [] };
      await this.#end(live, '');
      this.#take({ type: 'ended', connection: live.id, ...failure });
    }
  }

  /** Ends what is being entered. */
  async cancelEntering(): Promise<void> {
    const entering = [...this.#live.values()].filter(({ isUp }) => !isUp);
    await Promise.all(entering.map(({ id }) => this.leave(id, '')));
  }

  /** Leaves a server, or stops entering it, at once; nothing of it runs and the port is free when this resolves. */
  async leave(id: string, reason: string): Promise<void> {
    const live = this.#live.get(id);
    if (live === undefined) return;
    const ended = this.#end(live, reason);
    this.#take({ type: 'left', connection: id });
    await ended;
  }

  /** A connection has ended by itself: what it ran ends, too. */
  async ended(id: string): Promise<void> {
    const live = this.#live.get(id);
    if (live !== undefined) await this.#end(live, '');
  }

  /** The window closes: everybody is told. */
  async end(reason: string): Promise<void> {
    await Promise.allSettled([...this.#live.values()].map(live => this.#end(live, reason)));
  }

  /** Where files of a connection pass, while they do. */
  endpointOf(id: string): FileEndpoint | undefined {
    return this.#live.get(id)?.endpoint;
  }

  /** Asks something of a connection's server. */
  request(id: string, request: ClientRequest): void {
    const client = this.#live.get(id)?.client;
    if (client !== undefined) this.#request(client, request);
  }

  async #end(live: LiveConnection, reason: string): Promise<void> {
    this.#live.delete(live.id);
    const ended = live.end(reason);
    this.#ending.add(ended);
    try {
      await ended;
    } finally {
      this.#ending.delete(ended);
    }
  }

  async #relayDied(live: LiveConnection, failure: FailureText): Promise<void> {
    if (!this.#live.has(live.id)) return;
    await this.#end(live, '');
    this.#take({ type: 'ended', connection: live.id, ...failure });
  }

  // eslint-disable-next-line max-lines-per-function -- one line for each kind of request
  #request(client: ChatClient, request: ClientRequest): void {
    switch (request.type) {
      case 'say': {
        const { target, text, ...more } = request;
        return void client.say(target, text, more);
      }
      case 'withdraw':
        return client.withdraw(request.id);
      case 'resume':
        return client.resume(request.messages);
      case 'act':
        return void client.act(request.target, request.text);
      case 'react':
        return client.react(request.target, request.msgid, request.reaction, request.removed);
      case 'redact':
        return client.redact(request.target, request.msgid, '');
      case 'typing':
        return client.typing(request.target, request.state);
      case 'markRead':
        return client.markRead(request.target, request.upTo);
      case 'older':
        return void this.#older(client, request);
      case 'enterRoom':
        return client.enterRoom(request.room, request);
      case 'keepKnown':
        return client.keepKnown(request.target, request.upTo, request.run);
      case 'leaveRoom':
        return client.leaveRoom(request.room, request.reason);
      case 'invite':
        return client.invite(request.nick, request.room);
      case 'kick':
        return client.kick(request.room, request.nick, request.reason);
      case 'list':
        return void client.list().then(rooms => this.#take({ ...request, type: 'listed', rooms }));
      case 'setNick':
        return client.setNick(request.nick);
      case 'setTopic':
        return client.setTopic(request.room, request.text);
      case 'away':
        return client.away(request.reason);
      case 'retryNow':
        return client.retryNow();
      default:
        assertNever(request);
    }
  }

  async #older(client: ChatClient, request: ClientRequest & { type: 'older' }): Promise<void> {
    const answer = await client.older(request.target, request.before);
    this.#take({ type: 'older', tab: request.tab, answer });
  }
}
