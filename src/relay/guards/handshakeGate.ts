import type { Socket } from 'node:net';
import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/dispose.ts';
import type { Limits } from '../core/limits.ts';

type GateLimits = Pick<Limits, 'maxHandshakes' | 'maxHandshakesPerAddress' | 'handshakeTimeoutMs'>;

interface Pending {
  readonly address: string;
  readonly timer: Disposable;
}

/**
 * Bounds the handshakes under way, in number and in time. The time is that of the whole handshake: one byte now and
 * then does not prolong it.
 */
export class HandshakeGate {
  readonly #limits: GateLimits;
  readonly #clock: Clock;
  readonly #pending = new Map<string, Pending>();
  readonly #perAddress = new Map<string, number>();

  constructor(limits: GateLimits, clock: Clock) {
    this.#limits = limits;
    this.#clock = clock;
  }

  /**
   * Lets a new connection begin its handshake, or destroys it.
   *
   * @returns what to give `leave` when the connection closes
   */
  enter(socket: Socket): string {
    const address = socket.remoteAddress;
    const key = connectionOf(socket);
    if (address === undefined || this.#isFull(address)) {
      socket.destroy();
      return '';
    }
    this.#perAddress.set(address, (this.#perAddress.get(address) ?? 0) + 1);
    const timer = this.#clock.after(this.#limits.handshakeTimeoutMs, () => socket.destroy());
    this.#pending.set(key, { address, timer });
    return key;
  }

  /** The handshake of this connection is over, by whatever end; a second time is nothing. */
  leave(key: string): void {
    const pending = this.#pending.get(key);
    if (pending === undefined) return;
    this.#pending.delete(key);
    pending.timer.dispose();
    const left = (this.#perAddress.get(pending.address) ?? 1) - 1;
    if (left === 0) this.#perAddress.delete(pending.address);
    else this.#perAddress.set(pending.address, left);
  }

  #isFull(address: string): boolean {
    const { maxHandshakes, maxHandshakesPerAddress } = this.#limits;
    return (
      this.#pending.size >= maxHandshakes || (this.#perAddress.get(address) ?? 0) >= maxHandshakesPerAddress
    );
  }
}

/**
 * Names a connection, the same for its socket and for the TLS layer over it: nothing else tells which lies over which.
 * It has to be asked for while the connection stands.
 */
export function connectionOf(socket: Socket): string {
  return `${socket.remoteAddress ?? ''} ${socket.remotePort ?? 0}`;
}
