import { duplexPair } from 'node:stream';
import type { Limits } from '../../src/relay/core/limits.ts';
import { Relay } from '../../src/relay/relay.ts';
import type { RelayOptions } from '../../src/relay/relayOptions.ts';
import type { Peer } from '../../src/relay/core/session.ts';
import { FakeClock } from './fakeClock.ts';
import { type Registration, register, TestPeer } from './peer.ts';

/** Only the tests of these limits want to wait for them. */
const noHurry = {
  floodBurst: 1e9,
  deliveryBurst: 1e9,
  floodBytes: Infinity,
  strangerLineBurst: 1e9,
  registrationBurst: 1e9,
  operatorLoginBurst: 1e9,
};

/** A relay that tests reach without a socket. Its clock stands still, and its ids are id1, id2… */
export class TestRelay {
  readonly clock = new FakeClock();
  readonly relay: Relay;
  readonly log: string[] = [];
  readonly #peers: TestPeer[] = [];
  #ids = 0;

  constructor(options: Partial<RelayOptions> & { limits?: Partial<Limits> } = {}) {
    this.relay = new Relay({
      serverName: 'relay.test',
      room: '#chat',
      version: 'test',
      token: '',
      motd: [],
      clock: this.clock,
      newId: () => `id${++this.#ids}`,
      log: text => this.log.push(text),
      ...options,
      limits: { ...noHurry, ...options.limits },
    });
  }

  /** A new connection. */
  connect(peer: Peer = { address: '192.0.2.1' }): TestPeer {
    const [near, far] = duplexPair();
    // A broken connection is not news here.
    near.on('error', () => undefined);
    this.relay.accept(near, peer);
    const made = new TestPeer(far);
    this.#peers.push(made);
    return made;
  }

  /** Lets everyone read what has come so far, so that a test sees only what comes after. */
  async calm(): Promise<void> {
    for (const peer of this.#peers) await peer.news();
  }

  /** A new person, registered and in the main room unless `room` is another or ''. */
  async join(nick: string, options: Registration & { room?: string; peer?: Peer } = {}): Promise<TestPeer> {
    const peer = this.connect(options.peer);
    await register(peer, nick, options);
    const { room = '#chat' } = options;
    if (room !== '') await peer.ask(`JOIN ${room}`);
    return peer;
  }
}
