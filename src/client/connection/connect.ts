import type { Duplex } from 'node:stream';
import type { HostAddress } from '../../chat/connection.ts';
import type { Clock } from '../../common/clock.ts';
import type { Fingerprints } from '../../trust/fingerprint.ts';
import { ClientFailure, dialFailure, mostTelling } from '../failure.ts';
import { attemptDelayMs, staleMs } from '../limits.ts';
import type { OpenStream } from './dial.ts';

/** Judges who answered, by asking the user if need be. Nothing is sent before it says yes. */
export type VerifyHost = (
  peer: { readonly address: HostAddress; readonly fingerprints: Fingerprints },
  signal: AbortSignal,
) => Promise<boolean>;

/** Opens a connection to one address, or throws. */
export type OpenHost = (address: HostAddress, signal: AbortSignal) => Promise<OpenStream>;

/** A connection to a server that was verified. */
export interface OpenConnection {
  readonly stream: Duplex;
  readonly address: HostAddress;
}

export interface RaceOptions {
  readonly openStream: OpenHost;
  readonly verifyHost: VerifyHost;
  readonly clock: Clock;
}

/**
 * Tries addresses side by side, each `attemptDelayMs` after the one before or as soon as that has failed. The first that
 * answers and is verified wins, and the others are closed. https://www.rfc-editor.org/rfc/rfc8305
 *
 * @throws {ClientFailure} the most telling one of all addresses; `cancelled` when the signal aborts, or `verifyHost` throws that
 */
export async function openFirst(
  addresses: readonly HostAddress[],
  options: RaceOptions,
  signal: AbortSignal,
): Promise<OpenConnection> {
  const race = new Race(options);
  const onAbort = (): void => race.stop(new ClientFailure('cancelled', ''));
  signal.addEventListener('abort', onAbort);
  if (signal.aborted) onAbort();
  try {
    return await race.run(addresses);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** Attempts at several addresses, of which one wins. */
class Race {
  readonly #options: RaceOptions;
  readonly #over = new AbortController();
  readonly #failures: ClientFailure[] = [];
  #stopped: ClientFailure | undefined;
  #winner: OpenConnection | undefined;
  /** Verifications one after the other: the user is asked one question at a time. */
  #verified: Promise<unknown> = Promise.resolve();

  constructor(options: RaceOptions) {
    this.#options = options;
  }

  /** Ends every attempt. */
  stop(failure: ClientFailure): void {
    this.#stopped ??= failure;
    this.#over.abort();
  }

  async run(addresses: readonly HostAddress[]): Promise<OpenConnection> {
    const attempts: Promise<void>[] = [];
    for (const address of addresses) {
      if (this.#over.signal.aborted) break;
      const attempt = this.#attempt(address);
      attempts.push(attempt);
      if (attempts.length < addresses.length) await this.#delay(attempt);
    }
    await Promise.all(attempts);
    if (this.#winner !== undefined) return this.#winner;
    throw this.#stopped ?? mostTelling(this.#failures);
  }

  /** Waits until the next attempt may begin. */
  #delay(attempt: Promise<void>): Promise<void> {
    return new Promise(resolve => {
      const timer = this.#options.clock.after(attemptDelayMs, resolve);
      void attempt.then(() => {
        timer.dispose();
        resolve();
      });
    });
  }

  /** Never fails: what comes of it is kept. */
  async #attempt(address: HostAddress): Promise<void> {
    try {
      const asked = this.#options.clock.now();
      const opened = await this.#open(address);
      await this.#inTurn(opened.stream, () => this.#win(address, opened, asked));
    } catch (error) {
      const failure = dialFailure(error, address);
      // The one who verifies may cancel as well.
      if (failure.code === 'cancelled' && this.#winner === undefined) this.stop(failure);
      this.#failures.push(failure);
    }
  }

  async #open(address: HostAddress): Promise<OpenStream> {
    const { signal } = this.#over;
    const opening = this.#options.openStream(address, signal);
    const opened = await unlessAborted(opening, signal, late => late.stream.destroy());
    // Until somebody reads the stream its errors are known from its being destroyed.
    opened.stream.on('error', () => undefined);
    return opened;
  }

  /** Does work after that of the addresses before, unless one of them has won. */
  async #inTurn(stream: Duplex, work: () => Promise<void>): Promise<void> {
    const before = this.#verified;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#verified = promise;
    try {
      await before;
      if (this.#over.signal.aborted) throw new ClientFailure('cancelled', '');
      await work();
    } catch (error) {
      stream.destroy();
      throw error;
    } finally {
      resolve(undefined);
    }
  }

  async #win(address: HostAddress, opened: OpenStream, asked: number): Promise<void> {
    await this.#verify(address, opened);
    let { stream } = opened;
    if (!isOpen(stream) || this.#options.clock.now() - asked >= staleMs) {
      // A server gives up on who stays silent, and reading a fingerprint takes its time. The user's answer holds.
      stream.destroy();
      const again = await this.#open(address);
      ({ stream } = again);
      await this.#verify(address, again);
    }
    this.#winner = { stream, address };
    this.#over.abort();
  }

  async #verify(address: HostAddress, { stream, fingerprints }: OpenStream): Promise<void> {
    const { signal } = this.#over;
    try {
      const verifying = this.#options.verifyHost({ address, fingerprints }, signal);
      if (await unlessAborted(verifying, signal)) return;
      throw new ClientFailure('wrongKey', fingerprints.key, address);
    } catch (error) {
      stream.destroy();
      throw error;
    }
  }
}

/** Waits for work, or throws `cancelled` as soon as the signal aborts, also when the work does not heed it. */
function unlessAborted<T>(
  work: Promise<T>,
  signal: AbortSignal,
  discard: (late: T) => void = () => undefined,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const onAbort = (): void => reject(new ClientFailure('cancelled', ''));
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    const settle = (finish: () => void): void => {
      signal.removeEventListener('abort', onAbort);
      finish();
    };
    work.then(
      value => settle(() => (signal.aborted ? discard(value) : resolve(value))),
      (error: unknown) => settle(() => reject(dialFailure(error))),
    );
  });
}

function isOpen(stream: Duplex): boolean {
  return !stream.destroyed && stream.readable && stream.writable;
}
