import type { Socket } from 'node:net';
import type { Clock } from '../common/clock.ts';
import { type Disposable, toDisposable } from '../common/dispose.ts';
import type { Limits } from './limits.ts';

type GateLimits = Pick<Limits, 'maxHandshakes' | 'maxHandshakesPerAddress' | 'handshakeTimeoutMs'>;

/**
 * Bounds the handshakes under way, in number and in time. The time is that of the whole handshake: one byte now and
 * then does not prolong it.
 */
export class HandshakeGate {
  readonly #limits: GateLimits;
  readonly #clock: Clock;
  readonly #pending = new Map<string, Disposable>();
  readonly #perAddress = new Map<string, number>();

  constructor(limits: GateLimits, clock: Clock) {
    this.#limits = limits;
    this.#clock = clock;
  }

  /** Lets a new connection begin its handshake, or destroys it. */
  enter(socket: Socket): void {
    const address = socket.remoteAddress;
    if (address === undefined || this.#isFull(address)) {
      socket.destroy();
      return;
    }
    const key = keyOf(socket);
    this.#perAddress.set(address, (this.#perAddress.get(address) ?? 0) + 1);
    const timer = this.#clock.after(this.#limits.handshakeTimeoutMs, () => socket.destroy());
    const pending = toDisposable(() => {
      timer.dispose();
      this.#pending.delete(key);
      this.#release(address);
    });
    this.#pending.set(key, pending);
    socket.once('close', () => pending.dispose());
  }

  /** The handshake is over. @param socket the connection or the TLS layer over it */
  leave(socket: Socket): void {
    this.#pending.get(keyOf(socket))?.dispose();
  }

  #isFull(address: string): boolean {
    const { maxHandshakes, maxHandshakesPerAddress } = this.#limits;
    return (
      this.#pending.size >= maxHandshakes || (this.#perAddress.get(address) ?? 0) >= maxHandshakesPerAddress
    );
  }

  #release(address: string): void {
    const left = (this.#perAddress.get(address) ?? 1) - 1;
    if (left === 0) this.#perAddress.delete(address);
    else this.#perAddress.set(address, left);
  }
}

/** Names a connection: nothing else tells which connection a TLS socket lies over. */
function keyOf(socket: Socket): string {
  return `${socket.remoteAddress ?? ''} ${socket.remotePort ?? 0}`;
}
