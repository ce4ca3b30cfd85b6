import { connect, type ConnectionOptions } from 'node:tls';
import { clientTlsOptions, type TlsIdentity } from '../../src/net/tls.ts';
import { TestPeer } from './peer.ts';

/** Connects over TLS to a port of this machine; rejects when the handshake fails. */
export function connectTls(
  port: number,
  identity: TlsIdentity,
  options: ConnectionOptions = {},
): Promise<TestPeer> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, ...clientTlsOptions(identity), ...options }, () => {
      socket.off('error', reject);
      resolve(new TestPeer(socket));
    });
    socket.once('error', reject);
  });
}
