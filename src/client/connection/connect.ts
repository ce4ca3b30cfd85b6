import type { Duplex } from 'node:stream';
import type { Clock } from '../../common/clock.ts';
import type { TlsIdentity } from '../../net/tls.ts';
import type { Fingerprints } from '../../trust/fingerprint.ts';
import { dial, type OpenStream } from './dial.ts';
import { ClientFailure, dialFailure, mostTelling } from '../failure.ts';
import type { HostAddress } from '../hostAddress.ts';
import { connectTimeoutMs, staleMs } from '../limits.ts';

/** Judges who answered, by asking the user if need be. Nothing is sent before it says yes. */
export type VerifyHost = (
  peer: { readonly address: HostAddress; readonly fingerprints: Fingerprints },
  signal: AbortSignal,
) => Promise<boolean>;

/** Opens a connection to one address, or throws. */
export type OpenHost = (address: HostAddress, signal: AbortSignal) => Promise<OpenStream>;

export interface ConnectOptions {
  readonly addresses: readonly HostAddress[];
  readonly openStream: OpenHost;
  readonly verifyHost: VerifyHost;
  readonly clock: Clock;
}

/** Opens by TLS. With several addresses each has a shorter time, so that a dead one does not hold up the others. */
export function tlsOpener(identity: TlsIdentity, clock: Clock, addresses: number): OpenHost {
  const timeout = addresses > 1 ? connectTimeoutMs.oneOfSeveral : connectTimeoutMs.only;
  return (address, signal) => dial(address, { identity, clock, connectTimeoutMs: timeout, signal });
}

/**
 * Tries the addresses in order. The first that answers and is who it should be wins.
 *
 * @throws {ClientFailure} the most telling one of all addresses; `cancelled` when the signal aborts, or `verifyHost` throws that
 */
export async function connect(
  options: ConnectOptions,
  signal: AbortSignal,
): Promise<{ readonly stream: Duplex; readonly address: HostAddress }> {
  const failures: ClientFailure[] = [];
  for (const address of options.addresses) {
    try {
      return { stream: await openVerified(address, options, signal), address };
    } catch (error) {
      const failure = signal.aborted
        ? new ClientFailure('cancelled', '', address)
        : dialFailure(error, address);
      // Whoever verifies may call it off as well.
      if (failure.code === 'cancelled') throw failure;
      failures.push(failure);
    }
  }
  throw mostTelling(failures);
}

async function openVerified(
  address: HostAddress,
  options: ConnectOptions,
  signal: AbortSignal,
): Promise<Duplex> {
  const asked = options.clock.now();
  const stream = await openOnce(address, options, signal);
  if (isOpen(stream) && options.clock.now() - asked < staleMs) return stream;
  // A server gives up on who stays silent, and reading a fingerprint takes its time. The user's answer holds.
  stream.destroy();
  return openOnce(address, options, signal);
}

async function openOnce(address: HostAddress, options: ConnectOptions, signal: AbortSignal): Promise<Duplex> {
  const opening = options.openStream(address, signal);
  const { stream, fingerprints } = await unlessAborted(opening, signal, late => late.stream.destroy());
  // Until somebody reads the stream its errors are known from its being destroyed.
  stream.on('error', () => undefined);
  try {
    const accepted = await unlessAborted(options.verifyHost({ address, fingerprints }, signal), signal);
    if (!accepted) throw new ClientFailure('wrongKey', fingerprints.key, address);
    return stream;
  } catch (error) {
    stream.destroy();
    throw error;
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
