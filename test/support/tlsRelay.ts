import type { Duplex } from 'node:stream';
import { Relay } from '../../src/relay/relay.ts';
import { listen, type Listener } from '../../src/relay/listener.ts';
import type { Identity } from '../../src/trust/identity.ts';

/** A relay that is reached over TLS on the loopback, whose connections can be cut. */
export class TlsRelay {
  readonly relay: Relay;
  readonly identity: Identity;
  readonly #listener: Listener;
  readonly #streams: Set<Duplex>;

  private constructor(parts: { relay: Relay; identity: Identity; listener: Listener; streams: Set<Duplex> }) {
    this.relay = parts.relay;
    this.identity = parts.identity;
    this.#listener = parts.listener;
    this.#streams = parts.streams;
  }

  /** @param token the server password; '' for an open room @param port 0 for any that is free */
  static async open(identity: Identity, token = '', port = 0): Promise<TlsRelay> {
    const relay = new Relay({
      serverName: 'relay.test',
      room: '#chat',
      version: 'test',
      token,
      motd: [],
      hostKey: identity.fingerprints.key,
      limits: { floodBurst: 1e9 },
    });
    const streams = new Set<Duplex>();
    const accepting = {
      limits: relay.limits,
      known: relay.known,
      accept: (...[stream, peer]: Parameters<Relay['accept']>) => {
        streams.add(stream);
        stream.on('close', () => streams.delete(stream));
        relay.accept(stream, peer);
      },
      acceptFile: relay.acceptFile.bind(relay),
    };
    const where = { host: '127.0.0.1', port, portsToTry: 1 };
    return new TlsRelay({ relay, identity, listener: await listen(accepting, identity, where), streams });
  }

  get port(): number {
    return this.#listener.port;
  }

  /** People who are registered. */
  get people(): number {
    return this.relay.people;
  }

  /** Connections that are open, registered or not. */
  get connections(): number {
    return this.#streams.size;
  }

  /** Breaks every connection without a goodbye. */
  cut(): void {
    for (const stream of this.#streams) stream.destroy();
  }

  async close(): Promise<void> {
    await this.relay.close('the test is over');
    await this.#listener.close();
  }
}
