import type { Socket } from 'node:net';
import type { Attack } from '../attack.ts';
import { clientHello } from '../clientHello.ts';
import type { Scene } from '../scene.ts';

const connections = 300;
const pauseMs = 400;
const words = Buffer.from('NICK slow\r\nUSER slow 0 * :slow\r\n');
/** A line that never ends. */
const endless = Buffer.alloc(8192, 'x');

async function drip(scene: Scene, socket: Socket, bytes: Buffer): Promise<void> {
  for (const byte of bytes) {
    if (socket.destroyed || scene.isOver) break;
    socket.write(Buffer.of(byte));
    await scene.pause(pauseMs);
  }
  socket.destroy();
}

async function visit(scene: Scene, index: number, hello: Buffer): Promise<void> {
  if (index % 3 === 0) await drip(scene, await scene.tcp(index), hello);
  else await drip(scene, await scene.tls(index), index % 3 === 1 ? words : endless);
}

export const slowBytes: Attack = {
  name: 'slow-bytes',
  by: 'stranger',
  about: '300 connections send a handshake, a registration or an endless line one byte at a time',
  run: async scene => {
    const hello = await clientHello();
    await scene.crowd(connections, index => visit(scene, index, hello));
  },
};
