import type { Attack } from '../attack.ts';
import type { Scene } from '../scene.ts';
import type { TlsIdentity } from '../../../src/net/tls.ts';

const connections = 120;
const keys = 20;
/** Whose protocol the relay has, and whose it has not. */
const protocols = ['irc', 'pychat-file', 'h2'];

async function visit(scene: Scene, index: number, identities: readonly TlsIdentity[]): Promise<void> {
  const identity = index % 2 === 0 ? undefined : identities[index % keys];
  const socket = await scene.tls(index, identity, protocols[index % protocols.length]);
  socket.destroy();
}

export const handshakes: Attack = {
  name: 'handshakes',
  by: 'stranger',
  about: '120 at a time do whole handshakes, with a certificate and without, for chat, files and neither',
  run: async scene => {
    const identities = await Promise.all(Array.from({ length: keys }, () => scene.newIdentity()));
    await scene.crowd(connections, index => visit(scene, index, identities));
  },
};
