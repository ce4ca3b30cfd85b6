import type { Attack } from '../attack.ts';
import type { Scene } from '../scene.ts';

const connections = 1000;
const stayMs = 40_000;

/** Silence, a negotiation that never ends, a nick without a user, a login that never ends. */
const beginnings = ['', 'CAP LS 302\r\n', 'NICK x\r\n', 'AUTHENTICATE EXTERNAL\r\n'];

async function visit(scene: Scene, index: number): Promise<void> {
  const socket = await scene.tls(index);
  socket.write(beginnings[index % beginnings.length] ?? '');
  await scene.untilClosed(socket, stayMs);
}

export const unregistered: Attack = {
  name: 'unregistered',
  by: 'stranger',
  about: '1,000 connections that begin to register, or stay silent, and never end it',
  run: scene => scene.crowd(connections, index => visit(scene, index)),
};
