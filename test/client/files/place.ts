import { createHash } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { FileOffer } from '../../../src/chat/event.ts';
import type { FileEndpoint } from '../../../src/client/files/fileEndpoint.ts';
import type { FileSink } from '../../../src/client/files/fetchFile.ts';
import type { FileSource } from '../../../src/client/files/sendFile.ts';
import { listen, type Listener } from '../../../src/relay/listener.ts';
import type { Limits } from '../../../src/relay/core/limits.ts';
import { Relay } from '../../../src/relay/relay.ts';
import { createIdentity, type Identity } from '../../../src/trust/identity.ts';
import { register, type TestPeer } from '../../support/peer.ts';
import { connectTls } from '../../support/tlsPeer.ts';

const identities = new Map<string, Promise<Identity>>();

/** Somebody's key pair: made once, as that takes its time. */
export function identityOf(nick: string): Promise<Identity> {
  const known = identities.get(nick) ?? createIdentity({ name: nick, now: new Date() });
  identities.set(nick, known);
  return known;
}

/** A signal that never comes. */
export const never = new AbortController().signal;

interface Watch {
  readonly sockets: Set<Duplex>;
  /** Called with bytes that the relay writes. */
  passed: (bytes: number) => void;
}

/** A relay on the loopback, and people in it over TLS. */
export class Place {
  readonly relay: Relay;
  readonly listener: Listener;
  readonly #people: TestPeer[] = [];
  readonly #watch: Watch;

  private constructor(relay: Relay, listener: Listener, watch: Watch) {
    this.relay = relay;
    this.listener = listener;
    this.#watch = watch;
  }

  static async open(limits: Partial<Limits> = {}): Promise<Place> {
    const identity = await identityOf('host');
    const relay = new Relay({
      serverName: 'relay.test',
      room: '#chat',
      version: 'test',
      token: '',
      motd: [],
      hostKey: identity.fingerprints.key,
      limits: { floodBurst: 1e9, ...limits },
    });
    const watch: Watch = { sockets: new Set(), passed: () => undefined };
    const accepting = {
      limits: relay.limits,
      known: relay.known,
      accept: relay.accept.bind(relay),
      acceptFile: (...[stream, peer]: Parameters<Relay['acceptFile']>) => {
        watch.sockets.add(stream);
        const write = stream.write.bind(stream);
        stream.write = (...args: unknown[]): boolean => {
          watch.passed((args[0] as Uint8Array | string).length);
          return Reflect.apply(write, undefined, args) as boolean;
        };
        relay.acceptFile(stream, peer);
      },
    };
    const where = { host: '127.0.0.1', port: 0, portsToTry: 1 };
    return new Place(relay, await listen(accepting, identity, where), watch);
  }

  /** Somebody in a room. */
  async join(nick: string, room = '#chat'): Promise<TestPeer> {
    const person = await connectTls(this.listener.port, await identityOf(nick));
    this.#people.push(person);
    await register(person, nick);
    await person.ask(`JOIN ${room}`);
    return person;
  }

  /** Connections for files that are open at the relay. */
  get fileConnections(): number {
    return [...this.#watch.sockets].filter(socket => !socket.destroyed).length;
  }

  /** Breaks every connection for a file as soon as so many bytes have left the relay. */
  cutAfter(bytes: number, then: () => void): void {
    let left = bytes;
    this.#watch.passed = count => {
      left -= count;
      if (left > 0) return;
      this.#watch.passed = () => undefined;
      this.cutFiles();
      then();
    };
  }

  /** Breaks every connection for a file, as a network does. */
  cutFiles(): void {
    for (const socket of this.#watch.sockets) socket.destroy();
    this.#watch.sockets.clear();
  }

  /** The way to the relay's files, by who has this nick's key. */
  async endpoint(nick: string): Promise<FileEndpoint> {
    const { fingerprints } = await identityOf('host');
    return {
      address: { address: '127.0.0.1', port: this.listener.port },
      identity: await identityOf(nick),
      hostKey: fingerprints.key,
    };
  }

  async close(): Promise<void> {
    for (const person of this.#people) person.stream.destroy();
    await this.relay.close('the test is over');
    await this.listener.close();
  }
}

/** A file in memory, given in pieces. */
export function sourceOf(bytes: Uint8Array, piece = 65_536): FileSource {
  return {
    size: bytes.length,
    read: async function* (offset: number): AsyncGenerator<Uint8Array> {
      for (let at = offset; at < bytes.length; at += piece) {
        yield bytes.subarray(at, Math.min(at + piece, bytes.length));
        await Promise.resolve();
      }
    },
  };
}

/** Takes bytes into memory. */
export class MemorySink implements FileSink {
  readonly #parts: Uint8Array[] = [];
  /** Called with each piece; may hold up the next one. */
  onWrite: (bytes: Uint8Array) => Promise<void> = () => Promise.resolve();

  get bytes(): Buffer {
    return Buffer.concat(this.#parts);
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#parts.push(Uint8Array.from(bytes));
    await this.onWrite(bytes);
  }
}

/** What a message would say of a file. */
export function offerOf(ticket: { id: string; secret: string }, bytes: Uint8Array): FileOffer {
  const hash = createHash('sha256').update(bytes).digest('hex');
  return { id: ticket.id, secret: ticket.secret, name: 'a.bin', size: bytes.length, hash };
}
