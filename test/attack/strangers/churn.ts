import type { Attack } from '../attack.ts';
import type { Scene } from '../scene.ts';

const connections = 64;

/** Hangs up by FIN, by RST, in the middle of the handshake, or after it. */
async function visit(scene: Scene, index: number): Promise<void> {
  const way = index % 4;
  const socket = way === 3 ? await scene.tls(index) : await scene.tcp(index);
  if (way === 1) socket.resetAndDestroy();
  if (way === 2) socket.write(Buffer.from([0x16, 0x03, 0x01]));
  socket.end();
  socket.destroySoon();
}

export const churn: Attack = {
  name: 'churn',
  by: 'stranger',
  about: '64 at a time connect and close, by FIN, by RST, during the handshake or after it',
  run: scene => scene.crowd(connections, index => visit(scene, index)),
};
