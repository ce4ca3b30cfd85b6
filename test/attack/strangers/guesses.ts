import { randomBytes } from 'node:crypto';
import type { Attack } from '../attack.ts';
import type { Scene } from '../scene.ts';

const connections = 64;
const stayMs = 5_000;

async function visit(scene: Scene, index: number): Promise<void> {
  const socket = await scene.tls(index);
  const nick = scene.newName('g');
  // The first counts, or the last one before the end of the registration: neither may tell more than one guess does.
  const guess = (): string => `PASS ${randomBytes(16).toString('base64url')}\r\n`;
  socket.write(index % 2 === 0 ? guess() : guess().repeat(20));
  socket.write(`NICK ${nick}\r\nUSER ${nick} 0 * :x\r\n`);
  await scene.untilClosed(socket, stayMs);
}

export const guesses: Attack = {
  name: 'guesses',
  by: 'stranger',
  about: '64 at a time guess passwords from all addresses, one or twenty in a connection',
  run: scene => scene.crowd(connections, index => visit(scene, index)),
};
