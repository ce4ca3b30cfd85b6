import type { Attack } from '../attack.ts';
import type { Scene } from '../scene.ts';

/** As many bytes at once, in lines as short as they can be: fault 2.1, and three more that cost as much. */
const pieces = ['a\n', 'PING a\n', '\xff\n', '\0\n'].map(line => Buffer.from(line, 'latin1'));
const bytesAtOnce = 64 * 1024;
const connections = 412;
const stayMs = 10_000;

async function visit(scene: Scene, index: number): Promise<void> {
  const socket = await scene.tls(index);
  socket.write(Buffer.alloc(bytesAtOnce, pieces[index % pieces.length]));
  await scene.untilClosed(socket, stayMs);
}

export const shortLines: Attack = {
  name: 'short-lines',
  by: 'stranger',
  about: '412 connections, 64 KiB each at once in lines of one byte, a PING, bad UTF-8 or NUL',
  run: scene => scene.crowd(connections, index => visit(scene, index)),
};
