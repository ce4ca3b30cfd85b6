import { randomBytes } from 'node:crypto';
import type { Attack } from '../attack.ts';
import type { Scene } from '../scene.ts';

const connections = 200;
const stayMs = 10_000;

const beginnings = [
  'GET / HTTP/1.1\r\nHost: x\r\n\r\n',
  'NICK x\r\nUSER x 0 * :x\r\n',
  'SSH-2.0-OpenSSH_9.9\r\n',
  // An alert instead of a first message, and what is nothing at all.
  Buffer.from([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28]),
  randomBytes(4096),
];

async function visit(scene: Scene, index: number): Promise<void> {
  const socket = await scene.tcp(index);
  socket.write(beginnings[index % beginnings.length] ?? '');
  await scene.untilClosed(socket, stayMs);
}

export const plainText: Attack = {
  name: 'plain-text',
  by: 'stranger',
  about: '200 at a time speak HTTP, IRC or SSH without TLS, or send random bytes',
  run: scene => scene.crowd(connections, index => visit(scene, index)),
};
