import { Duplex } from 'node:stream';
import { connect } from 'node:tls';

/** The first bytes of a TLS handshake, as a client of ours sends them. */
export async function clientHello(): Promise<Buffer> {
  const { promise, resolve } = Promise.withResolvers<Buffer>();
  const stream = new Duplex({ read: () => undefined, write: (bytes: Buffer) => resolve(bytes) });
  const socket = connect({ socket: stream, ALPNProtocols: ['irc'], minVersion: 'TLSv1.3' });
  socket.on('error', () => undefined);
  const bytes = await promise;
  socket.destroy();
  return bytes;
}
