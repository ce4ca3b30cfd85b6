import type { Attack } from '../attack.ts';
import type { Scene } from '../scene.ts';
import { writeAll } from '../visitor.ts';

/** What costs nothing to read: fault 2.2, and lines that are as good as empty. */
const pieces = ['\n', '\r\n', ' \r\n', ':x\r\n', '@a \r\n'];
const pieceBytes = 16 * 1024;
const connections = 30;

async function visit(scene: Scene, index: number): Promise<void> {
  // All of them from one address.
  const socket = await scene.tls(0);
  const bytes = Buffer.alloc(pieceBytes, pieces[index % pieces.length]);
  while (!socket.destroyed && !scene.isOver) await writeAll(socket, bytes, scene.signal);
}

export const emptyLines: Attack = {
  name: 'empty-lines',
  by: 'stranger',
  about: '30 connections from one address send line ends, blanks and sources without a command for ever',
  run: scene => scene.crowd(connections, index => visit(scene, index)),
};
