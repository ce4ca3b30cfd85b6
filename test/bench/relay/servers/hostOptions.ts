import type { TlsIdentity } from '../../../../src/net/tls.ts';
import type { HostOptions } from '../../../../src/relay/workerProtocol.ts';

/** An open relay on 127.0.0.1 with the limits out of the way that any number of clients of one machine would meet. */
export function benchHostOptions(identity: TlsIdentity): HostOptions {
  return {
    identity: { certificate: identity.certificate, privateKey: identity.privateKey },
    host: '127.0.0.1',
    port: 0,
    portsToTry: 1,
    serverName: 'pychat.local',
    room: '#chat',
    version: 'bench',
    token: '',
    motd: [],
    limits: {
      maxConnections: 2000,
      maxConnectionsPerAddress: 2000,
      maxStrangers: 2000,
      maxStrangersPerAddress: 2000,
      floodBurst: 1e12,
      floodPerSecond: 1e12,
      deliveryBurst: 1e12,
      ownHandshakeBurst: 1e12,
    },
  };
}
