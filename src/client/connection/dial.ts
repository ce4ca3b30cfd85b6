import type { Duplex } from 'node:stream';
import { connect as tlsConnect, type TLSSocket } from 'node:tls';
import type { HostAddress } from '../../chat/connection.ts';
import type { Clock } from '../../common/clock.ts';
import { DisposableStore, toDisposable } from '../../common/dispose.ts';
import { clientTlsOptions, type TlsIdentity } from '../../net/tls.ts';
import { type Fingerprints, fingerprintsOf } from '../../trust/fingerprint.ts';
import { ClientFailure, dialFailure } from '../failure.ts';
import { connectTimeoutMs, handshakeTimeoutMs } from '../limits.ts';
import { answerInClear } from './probe.ts';

/** A connection that is open, with what its certificate says of who answered. Nothing has been sent on it. */
export interface OpenStream {
  readonly stream: Duplex;
  readonly fingerprints: Fingerprints;
}

export interface DialOptions {
  readonly identity: TlsIdentity;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Milliseconds to reach the address; `connectTimeoutMs` if not given. */
  readonly connectMs?: number;
  /** The name in ALPN of what is to be spoken; `irc` if not given. */
  readonly protocol?: string;
}

/**
 * Connects to one address and shakes hands in TLS 1.3. The certificate is not judged here: the caller compares its
 * fingerprint before it sends anything.
 *
 * @throws {ClientFailure} of the kinds that a connection can fail with, `cancelled` when the signal aborts
 */
export async function dial(address: HostAddress, options: DialOptions): Promise<OpenStream> {
  try {
    return await shakeHands(address, options);
  } catch (error) {
    const failure = await explain(dialFailure(error, address), options);
    throw options.signal.aborted ? cancelled(address) : failure;
  }
}

/** Something answered and it was no TLS: what was it? */
async function explain(failure: ClientFailure, options: DialOptions): Promise<ClientFailure> {
  const { code, detail, address } = failure;
  const answered = code === 'plainText' || code === 'closedEarly' || detail === handshakeTimedOut;
  if (address === undefined || !answered || options.signal.aborted) return failure;
  const spoken = await answerInClear(address, options);
  if (spoken === 'http') return new ClientFailure('http', detail, address);
  return spoken === 'text' ? new ClientFailure('plainText', detail, address) : failure;
}

const handshakeTimedOut = 'no answer to the TLS handshake';

function cancelled(address: HostAddress): ClientFailure {
  return new ClientFailure('cancelled', '', address);
}

function shakeHands(address: HostAddress, options: DialOptions): Promise<OpenStream> {
  const { identity, clock, signal, protocol, connectMs = connectTimeoutMs } = options;
  return new Promise<OpenStream>((resolve, reject) => {
    if (signal.aborted) throw cancelled(address);
    const { address: host, port } = address;
    const socket = tlsConnect({ ...clientTlsOptions(identity, protocol), host, port });
    const waits = new DisposableStore();
    const fail = (error: unknown): void => {
      waits.dispose();
      socket.destroy();
      reject(dialFailure(error, address));
    };
    const limit = (ms: number, detail: string): void => {
      waits.add(clock.after(ms, () => fail(new ClientFailure('timedOut', detail, address))));
    };
    const onAbort = (): void => fail(cancelled(address));
    signal.addEventListener('abort', onAbort);
    waits.add(toDisposable(() => signal.removeEventListener('abort', onAbort)));
    limit(connectMs, 'no answer to the connection');
    socket.once('connect', () => limit(handshakeTimeoutMs, handshakeTimedOut));
    // This listener stays: an error without one would end the process, and there may be more than one.
    socket.on('error', fail);
    socket.once('close', () => fail(new ClientFailure('closedEarly', 'closed in the handshake', address)));
    socket.once('secureConnect', () => {
      waits.dispose();
      socket.setNoDelay(true);
      try {
        resolve({ stream: socket, fingerprints: fingerprintsOfPeer(socket) });
      } catch (error) {
        fail(error);
      }
    });
  });
}

function fingerprintsOfPeer(socket: TLSSocket): Fingerprints {
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) throw new ClientFailure('failed', 'the server showed no certificate');
  return fingerprintsOf(certificate.raw);
}
