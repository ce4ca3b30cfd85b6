import { once, setMaxListeners } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { connect, createSecureContext, type TLSSocket } from 'node:tls';
import { clientTlsOptions, type TlsIdentity } from '../../src/net/tls.ts';
import { createIdentity } from '../../src/trust/identity.ts';
import { Entrance } from './entrance.ts';
import { Visitor } from './visitor.ts';

/** Where a relay is. */
export interface Target {
  readonly host: string;
  readonly port: number;
}

/** What an attack is told of the relay and of the honest people in it; plain data, as it goes to another process. */
export interface SceneOptions {
  readonly target: Target;
  /** Addresses of this machine to come from. */
  readonly addresses: readonly string[];
  /** The password, for members. */
  readonly token: string;
  /** Multiplies numbers of connections: 1 for the real thing. */
  readonly scale: number;
  /** What is worth stealing: nicks of people who are not there, and rooms. */
  readonly wantedNicks: readonly string[];
  readonly wantedRooms: readonly string[];
}

/** The longest a connection may take to stand, in milliseconds. */
const connectTimeoutMs = 15_000;
/** From one visit of a connection to the next. */
const betweenVisitsMs = 5;
/** Answers to an attacker's own requests that never come must not end the attack. */
const answerTimeoutMs = 10_000;

/** The attackers' side of one attack: connections of every kind, all gone when it is over. */
export class Scene {
  readonly options: SceneOptions;
  readonly #over = new AbortController();
  readonly #sockets = new Set<Socket>();
  readonly #tcpOf = new WeakMap<TLSSocket, Socket>();
  /** For all who have no key: making one takes longer than a handshake. */
  readonly #context = createSecureContext({ minVersion: 'TLSv1.3' });
  readonly #entrance: Entrance;
  /** Of all scenes of this process. */
  static #names = 0;
  /** Connections that stood, to see that an attack took place. */
  connections = 0;
  /** Those that were welcomed. */
  members = 0;

  /** @param entrance of several scenes whose connections are not to keep each other out */
  constructor(options: SceneOptions, entrance = new Entrance()) {
    this.options = options;
    this.#entrance = entrance;
    setMaxListeners(0, this.#over.signal);
  }

  get signal(): AbortSignal {
    return this.#over.signal;
  }

  get isOver(): boolean {
    return this.#over.signal.aborted;
  }

  /** Drops every connection. */
  end(): void {
    this.#over.abort();
    for (const socket of this.#sockets) socket.destroy();
    this.#entrance.release(this);
  }

  /** A number of connections, at this scene's scale. */
  many(count: number): number {
    return Math.max(2, Math.ceil(count * this.options.scale));
  }

  /** Keeps `count` visits going at one time, each begun again when it has ended by whatever end. */
  async crowd(count: number, visit: (index: number) => Promise<unknown>): Promise<void> {
    const work = async (index: number): Promise<void> => {
      while (!this.isOver) {
        // That the relay breaks them off is what this is about; the counts say whether there were any.
        await visit(index).catch(() => undefined);
        await this.pause(betweenVisitsMs);
      }
    };
    await Promise.all(Array.from({ length: this.many(count) }, (_, index) => work(index)));
  }

  /** Waits, or until the scene is over. */
  async pause(ms: number): Promise<void> {
    await wait(ms, undefined, { signal: this.signal }).catch(() => undefined);
  }

  /** Waits until a connection has ended, `ms` have passed or the scene is over. */
  async untilClosed(socket: Socket, ms: number): Promise<void> {
    const signal = AbortSignal.any([this.signal, AbortSignal.timeout(ms)]);
    if (!socket.destroyed) await once(socket, 'close', { signal }).catch(() => undefined);
    socket.destroy();
  }

  /** A TCP connection from the address with this number, counted round. */
  async tcp(index: number): Promise<Socket> {
    if (this.isOver) throw new Error('over');
    const { target, addresses } = this.options;
    const localAddress = addresses[index % addresses.length] ?? '127.0.0.1';
    const socket = connectTcp({ ...target, localAddress, noDelay: true });
    await this.#stands(socket, 'connect');
    this.connections++;
    return socket;
  }

  /** A TLS connection; what comes is thrown away unless somebody listens. */
  async tls(index: number, identity?: TlsIdentity, protocol = 'irc'): Promise<TLSSocket> {
    await this.#entrance.enter(this);
    try {
      const tcp = await this.tcp(index);
      const nobody = { secureContext: this.#context, ALPNProtocols: [protocol], rejectUnauthorized: false };
      const own = identity === undefined ? nobody : clientTlsOptions(identity, protocol);
      const socket = connect({ ...own, socket: tcp });
      socket.on('close', () => tcp.destroy());
      this.#tcpOf.set(socket, tcp);
      await this.#stands(socket, 'secureConnect');
      return socket;
    } finally {
      this.#entrance.leave();
    }
  }

  /** Breaks a TLS connection off, so that nothing more is said to the other side. */
  reset(socket: TLSSocket): void {
    this.#tcpOf.get(socket)?.resetAndDestroy();
    socket.destroy();
  }

  /** Somebody with the invite, registered under a nick of their own. */
  async member(index: number, identity?: TlsIdentity, capabilities = ''): Promise<Visitor> {
    const socket = await this.tls(index, identity);
    const visitor = new Visitor(socket, { signal: this.signal, answerTimeoutMs });
    await visitor.register({ nick: this.newName('x'), token: this.options.token, capabilities });
    this.members++;
    await this.#entrance.begun;
    return visitor;
  }

  /** A key that nobody has seen; to make it takes longer than a handshake. */
  async newIdentity(): Promise<TlsIdentity> {
    await this.#entrance.enter(this);
    try {
      await new Promise(setImmediate);
      return await createIdentity({ name: 'x', now: new Date() });
    } finally {
      this.#entrance.leave();
    }
  }

  /** Different at each call, also from those of other scenes and processes. */
  newName(prefix: string): string {
    return `${prefix}${process.pid.toString(36)}${(++Scene.#names).toString(36)}`;
  }

  /** Waits until a connection stands. @throws when it does not */
  async #stands(socket: Socket, event: 'connect' | 'secureConnect'): Promise<void> {
    this.#sockets.add(socket);
    // That the relay breaks connections off is what this is about.
    socket.on('error', () => undefined);
    socket.on('close', () => this.#sockets.delete(socket));
    const over = new AbortController();
    const signal = AbortSignal.any([this.signal, over.signal, AbortSignal.timeout(connectTimeoutMs)]);
    const closed = once(socket, 'close', { signal }).then(() => {
      throw new Error('closed');
    });
    try {
      await Promise.race([once(socket, event, { signal }), closed]);
      socket.resume();
    } catch (error) {
      socket.destroy();
      throw error;
    } finally {
      over.abort();
      closed.catch(() => undefined);
    }
  }
}
