import type { Socket } from 'node:net';
import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/dispose.ts';
import type { Limits } from '../core/limits.ts';

interface Watched {
  readonly tls: Socket;
  /** Bytes of the handshake. */
  readonly before: number;
  readonly since: number;
}

/** What records and their ends may add to the data in them: three bytes for one, as with short lines. */
const framing = 3;

/**
 * Ends connections that send what carries no data, as TLS 1.3's key updates are: work for the relay's thread that nothing
 * else counts. https://www.rfc-editor.org/rfc/rfc8446#section-4.6.3
 */
export class HiddenBytes {
  readonly #limits: Limits;
  readonly #clock: Clock;
  readonly #ended: (raw: Socket, bytes: number) => void;
  readonly #watched = new Map<Socket, Watched>();
  #timer: Disposable | undefined;

  /** @param ended is told of each connection that is about to end, and how many bytes without data came of it */
  constructor(
    { limits, clock }: { readonly limits: Limits; readonly clock: Clock },
    ended: (raw: Socket, bytes: number) => void,
  ) {
    this.#limits = limits;
    this.#clock = clock;
    this.#ended = ended;
  }

  /** @param raw what `tls` stands on, whose handshake is over */
  watch(raw: Socket, tls: Socket): void {
    this.#watched.set(raw, { tls, before: raw.bytesRead, since: this.#clock.now() });
    raw.on('close', () => this.#watched.delete(raw));
    this.#timer ??= this.#clock.after(this.#limits.hiddenBytesCheckMs, () => this.#check());
  }

  close(): void {
    this.#timer?.dispose();
    this.#watched.clear();
  }

  #check(): void {
    this.#timer = undefined;
    const { hiddenBytes, hiddenBytesPerSecond, hiddenBytesCheckMs } = this.#limits;
    const now = this.#clock.now();
    for (const [raw, { tls, before, since }] of this.#watched) {
      const hidden = raw.bytesRead - before - framing * tls.bytesRead;
      const isTooMuch = hidden > hiddenBytes + ((now - since) / 1000) * hiddenBytesPerSecond;
      if (!isTooMuch) continue;
      this.#ended(raw, hidden);
      raw.destroy();
    }
    if (this.#watched.size > 0) this.#timer = this.#clock.after(hiddenBytesCheckMs, () => this.#check());
  }
}
