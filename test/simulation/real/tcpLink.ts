import { connect, type Socket } from 'node:net';
import { Direction, type Travel } from '../engine/direction.ts';
import type { Learns } from '../engine/link.ts';
import type { Time } from '../engine/scheduler.ts';
import type { Signal } from '../engine/simEnd.ts';
import type { SimProcess } from '../engine/simProcess.ts';
import type { WorldLink } from '../world.ts';

/** One end of a connection through the proxy: a TCP socket to a client or to the relay. */
class TcpEnd {
  readonly socket: Socket;
  readonly process: Pick<SimProcess, 'frozenUntil'>;

  constructor(socket: Socket, process: Pick<SimProcess, 'frozenUntil'>) {
    this.socket = socket;
    this.process = process;
    socket.setNoDelay(true);
    // What becomes of it shows as its close.
    socket.on('error', () => undefined);
  }

  /** Takes what came over the connection. */
  receive(item: Buffer | Signal): void {
    if (item === 'end') this.socket.end();
    else if (item === 'reset') this.socket.resetAndDestroy();
    else if (!this.socket.destroyed) this.socket.write(item);
  }

  /** What arrives here goes that way. */
  sendOn(way: Direction): void {
    this.socket.on('data', bytes => {
      this.socket.pause();
      way.send(bytes, () => this.socket.resume());
    });
    this.socket.on('end', () => way.signal('end'));
    this.socket.on('close', hadError => way.signal(hadError ? 'reset' : 'end'));
  }
}

/** A connection of a client to the relay over two TCP connections, with the simulation's network between them. */
export class TcpLink implements WorldLink {
  readonly client: { readonly process: SimProcess };
  readonly #up: Direction;
  readonly #down: Direction;
  readonly #ends: readonly [client: TcpEnd, relay: TcpEnd];
  /** It is broken, whether both ends know already or not. */
  isBroken = false;

  /** @param port of the relay; the client's connection is broken where nothing listens there */
  constructor(time: Time, travel: Travel, { socket, process, port }: Ends) {
    this.client = { process };
    const client = new TcpEnd(socket, process);
    const relay = new TcpEnd(connect({ host: '127.0.0.1', port, allowHalfOpen: true }), { frozenUntil: 0 });
    this.#ends = [client, relay];
    this.#up = new Direction(time, travel, () => relay);
    this.#down = new Direction(time, travel, () => client);
    client.sendOn(this.#up);
    relay.sendOn(this.#down);
  }

  get isOver(): boolean {
    return this.#ends.every(({ socket }) => socket.destroyed);
  }

  cut(learns: Learns): void {
    this.isBroken = true;
    this.#down.breakOff(learns === 'both' || learns === 'client' ? 'reset' : undefined);
    this.#up.breakOff(learns === 'both' || learns === 'relay' ? 'reset' : undefined);
  }

  /** From now on bytes vanish on the way, and no end is told. */
  silence(way: 'both' | 'up' | 'down'): void {
    this.isBroken = true;
    if (way !== 'down') this.#up.isSilent = true;
    if (way !== 'up') this.#down.isSilent = true;
  }

  /** What is on its way waits. */
  hold(ms: number): void {
    this.#up.hold(ms);
    this.#down.hold(ms);
  }

  /** The process at one end has died. @param isTold the other one learns of it, as the system closes what it had open */
  orphan(side: 'client' | 'relay', isTold: boolean): void {
    const [client, relay] = this.#ends;
    this.isBroken = true;
    const out = side === 'client' ? this.#up : this.#down;
    out.breakOff(isTold ? 'reset' : undefined);
    (side === 'client' ? this.#down : this.#up).close();
    (side === 'client' ? client : relay).socket.destroy();
  }

  /** Both ends are told that it is over. */
  end(): void {
    for (const { socket } of this.#ends) socket.resetAndDestroy();
  }
}

interface Ends {
  readonly socket: Socket;
  readonly process: SimProcess;
  readonly port: number;
}
