import { connect } from 'node:net';
import type { HostAddress } from '../../chat/connection.ts';
import type { Clock } from '../../common/clock.ts';
import { DisposableStore, toDisposable } from '../../common/dispose.ts';
import { probeTimeoutMs } from '../limits.ts';

/** A TLS alert "close notify", which says goodbye in TLS and tells nothing, then the line end that line readers wait for. */
const goodbye = Uint8Array.of(0x15, 0x03, 0x01, 0x00, 0x02, 0x01, 0x00, 0x0d, 0x0a, 0x0d, 0x0a);

/**
 * Finds out what a port speaks that has failed at TLS, for a better word to the user: OpenSSL tells words from TLS but
 * not which words. Never fails: silence, a refusal, an abort and TLS itself are `undefined`.
 */
export function answerInClear(
  address: HostAddress,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<'http' | 'text' | undefined> {
  return new Promise(resolve => {
    const socket = connect({ host: address.address, port: address.port });
    const waits = new DisposableStore();
    const finish = (answer?: 'http' | 'text'): void => {
      waits.dispose();
      socket.destroy();
      resolve(answer);
    };
    const onAbort = (): void => finish();
    signal.addEventListener('abort', onAbort);
    waits.add(toDisposable(() => signal.removeEventListener('abort', onAbort)));
    waits.add(clock.after(probeTimeoutMs, finish));
    socket.on('error', () => finish());
    socket.once('close', () => finish());
    socket.once('connect', () => socket.write(goodbye));
    socket.once('data', bytes => finish(languageOf(bytes)));
  });
}

/** What the first bytes of an answer are. A TLS record begins with its type (20 to 23) and the version 3. */
function languageOf(bytes: Uint8Array): 'http' | 'text' | undefined {
  if ((bytes[0] ?? 0) >= 20 && (bytes[0] ?? 0) <= 23 && bytes[1] === 3) return undefined;
  const head = Buffer.from(bytes.subarray(0, 32)).toString('latin1');
  return /^\s*(?:HTTP\/|<!doctype html|<html)/i.test(head) ? 'http' : 'text';
}
