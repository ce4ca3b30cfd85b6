import type { Socket } from 'node:net';
import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/dispose.ts';
import type { Limits } from '../core/limits.ts';
import { plainAddress } from './addressGroups.ts';
import { FairQueue } from './fairQueue.ts';
import { isLoopback, type KnownPeers } from './knownPeers.ts';
import { Places } from './places.ts';

/** Where those wait who are on this machine, those who are known, or all others. */
interface Waiting {
  readonly places: Places<Pending>;
  readonly turns: FairQueue;
}

interface Pending extends Waiting {
  readonly socket: Socket;
  readonly group: string;
  turn?: Disposable;
  timer?: Disposable;
}

export interface GateOptions {
  readonly limits: Limits;
  readonly clock: Clock;
  readonly known: KnownPeers;
  /** From 0 up to 1. */
  readonly random?: () => number;
}

/**
 * Lets TLS handshakes begin. They are the costliest thing that a stranger can ask for: until its turn has come a
 * connection waits unread, and of too many one of the group that holds most gives way, or the newcomer: any one of them, as
 * it is the oldest whose turn is next. Known addresses have places and a rate of their own, and so has this machine, where
 * the host's window is. The time is that of the whole handshake: one byte now and then does not prolong it.
 */
export class HandshakeGate {
  readonly #options: GateOptions;
  readonly #strangers: Waiting;
  readonly #known: Waiting;
  readonly #own: Waiting;
  readonly #pending = new Map<string, Pending>();

  constructor(options: GateOptions) {
    this.#options = options;
    const { limits, clock, random = Math.random } = options;
    const waiting = (burst: number, perSecond: number, sharePercent: number): Waiting => ({
      places: new Places(limits.maxHandshakes, limits.maxHandshakesPerAddress, random),
      turns: new FairQueue({ burst, perSecond, sharePercent, clock }),
    });
    const { strangerHandshakeBurst, strangerHandshakesPerSecond, strangerSharePercent } = limits;
    this.#strangers = waiting(strangerHandshakeBurst, strangerHandshakesPerSecond, strangerSharePercent);
    this.#known = waiting(limits.knownHandshakeBurst, limits.knownHandshakesPerSecond, 100);
    this.#own = waiting(limits.ownHandshakeBurst, limits.ownHandshakesPerSecond, 100);
  }

  /**
   * Takes a new connection, which nobody reads.
   *
   * @param begin begins the handshake, when its turn has come
   */
  enter(socket: Socket, begin: () => void): void {
    const { remoteAddress } = socket;
    if (remoteAddress === undefined) {
      socket.destroy();
      return;
    }
    const { known } = this.#options;
    const address = plainAddress(remoteAddress);
    const group = known.groupOf(address);
    const pending: Pending = { ...this.#waitingAt(address), socket, group };
    const name = connectionOf(socket);
    this.#leaveEarlier(name);
    this.#pending.set(name, pending);
    // Its port may be another one's by then.
    socket.on('close', () => {
      if (this.#pending.get(name) === pending) this.leave(name);
    });
    const gone = pending.places.add(pending, group);
    this.#drop(gone);
    if (gone === pending) return;
    pending.turn = pending.turns.enter(group, () => this.#begin(pending, begin));
  }

  /**
   * The handshake of this connection is over, by whatever end; a second time is nothing. A long one counts as several
   * from there: each certificate of a chain is a signature to check, though nobody needs to have signed any.
   */
  leave(name: string): void {
    const pending = this.#pending.get(name);
    if (pending === undefined) return;
    this.#pending.delete(name);
    const { bytesRead } = pending.socket;
    const { handshakeBytes } = this.#options.limits;
    if (bytesRead > handshakeBytes) pending.turns.spend(pending.group, bytesRead / handshakeBytes - 1);
    pending.places.remove(pending);
    pending.turn?.dispose();
    pending.timer?.dispose();
  }

  /** Counts bytes that were as much work as those of a handshake against the address that they came from. */
  charge({ remoteAddress = '' }: Socket, bytes: number): void {
    const address = plainAddress(remoteAddress);
    const { known, limits } = this.#options;
    this.#waitingAt(address).turns.spend(known.groupOf(address), bytes / limits.handshakeBytes);
  }

  #waitingAt(address: string): Waiting {
    if (this.#options.known.isKnownAddress(address)) return this.#known;
    return isLoopback(address) ? this.#own : this.#strangers;
  }

  /** A connection of the same name is broken, or there could not be another one. */
  #leaveEarlier(name: string): void {
    const earlier = this.#pending.get(name);
    this.leave(name);
    earlier?.socket.destroy();
  }

  #begin(pending: Pending, begin: () => void): void {
    if (pending.socket.destroyed) return;
    const { limits, clock } = this.#options;
    const { handshakeTimeoutMs, crowdedHandshakeTimeoutMs } = limits;
    const first = Math.min(handshakeTimeoutMs, crowdedHandshakeTimeoutMs);
    const end = (): void => void pending.socket.destroy();
    pending.timer = clock.after(first, () => {
      if (pending.places.isFull || first === handshakeTimeoutMs) end();
      else pending.timer = clock.after(handshakeTimeoutMs - first, end);
    });
    begin();
  }

  #drop(pending: Pending | undefined): void {
    if (pending === undefined) return;
    pending.turn?.dispose();
    pending.socket.destroy();
  }
}

/**
 * Names a connection, the same for its socket and for the TLS layer over it: nothing else tells which lies over which.
 * It has to be asked for while the connection stands.
 */
export function connectionOf(socket: Socket): string {
  const { remoteAddress = '', remotePort = 0, localAddress = '', localPort = 0 } = socket;
  // One port of theirs may reach several addresses of ours.
  return `${remoteAddress} ${remotePort} ${localAddress} ${localPort}`;
}
