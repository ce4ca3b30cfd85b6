import type { Attack } from '../attack.ts';
import { clientHello } from '../clientHello.ts';
import type { Scene } from '../scene.ts';

const connections = 10_000;
const stayMs = 60_000;
const line = 'NICK x\r\nPASS x\r\nUSER x 0 * :x\r\n';

async function visit(scene: Scene, index: number, hello: Buffer): Promise<void> {
  const isHalf = index % 2 === 0;
  const socket = isHalf ? await scene.tcp(index) : await scene.tls(index);
  if (isHalf) socket.write(hello);
  else if (index % 4 === 1) socket.write(line);
  await scene.untilClosed(socket, stayMs);
}

export const tenThousand: Attack = {
  name: 'ten-thousand',
  by: 'stranger',
  about: '10,000 connections from all addresses at one time, half of them with a whole handshake',
  run: async scene => {
    const hello = await clientHello();
    await scene.crowd(connections, index => visit(scene, index, hello));
  },
};
