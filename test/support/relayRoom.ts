import { type Duplex, duplexPair } from 'node:stream';
import type { ClientOptions } from '../../src/client/chatClient.ts';
import type { Limits } from '../../src/relay/core/limits.ts';
import { Relay } from '../../src/relay/relay.ts';
import { never, somebody, Witness, type WitnessOptions } from './chatClients.ts';

/** A relay with real time, and clients in it, to be closed together. */
export class RelayRoom {
  readonly relay: Relay;
  readonly #witnesses: Witness[] = [];

  constructor(limits: Partial<Limits> = {}) {
    this.relay = new Relay({
      serverName: 'relay.test',
      room: '#chat',
      version: 'test',
      token: '',
      motd: [],
      limits: { floodBurst: 1_000_000, floodPerSecond: 1_000_000, ...limits },
    });
  }

  /** Somebody with an account, who is let in when `join` is called; with the streams to the relay, the last in use. */
  person(
    nick: string,
    options: WitnessOptions = {},
  ): { readonly witness: Witness; readonly streams: Duplex[] } {
    const streams: Duplex[] = [];
    const openStream = (): ReturnType<NonNullable<ClientOptions['openStream']>> => {
      const [clientEnd, relayEnd] = duplexPair();
      streams.push(clientEnd);
      const key = Buffer.from(nick).toString('hex').padEnd(64, '0');
      this.relay.accept(relayEnd, { address: '192.0.2.1', key });
      return Promise.resolve({
        stream: clientEnd,
        fingerprints: somebody,
      });
    };
    const identity = { certificate: 'his', privateKey: '' };
    const witness = new Witness({ openStream, nick, identity, random: () => 0, ...options });
    this.#witnesses.push(witness);
    return { witness, streams };
  }

  /** The same, in the room. */
  async enter(nick: string, options: WitnessOptions = {}): ReturnType<typeof this.enterAs> {
    return this.enterAs(this.person(nick, options));
  }

  async enterAs({ witness, streams }: { witness: Witness; streams: Duplex[] }): Promise<{
    readonly witness: Witness;
    readonly client: Witness['client'];
    readonly streams: Duplex[];
  }> {
    await witness.client.start(never);
    await witness.until(() => witness.of('joined').some(event => event.own));
    return { witness, client: witness.client, streams };
  }

  async close(): Promise<void> {
    for (const { client } of this.#witnesses) client.dispose();
    await this.relay.close('the test is over');
  }
}
