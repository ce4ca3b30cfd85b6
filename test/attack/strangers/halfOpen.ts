import type { Attack } from '../attack.ts';
import { clientHello } from '../clientHello.ts';
import type { Scene } from '../scene.ts';

const connections = 400;
const stayMs = 20_000;

/** Nothing, half of a first message, all of it, a record that claims to be longer: fault 2.5. */
function beginnings(hello: Buffer): Buffer[] {
  const claim = Buffer.from([0x16, 0x03, 0x01, 0x40, 0x00, 0x01]);
  return [Buffer.alloc(0), hello.subarray(0, hello.length / 2), hello, claim];
}

async function visit(scene: Scene, index: number, bytes: Buffer): Promise<void> {
  const socket = await scene.tcp(index);
  socket.write(bytes);
  await scene.untilClosed(socket, stayMs);
}

export const halfOpen: Attack = {
  name: 'half-open',
  by: 'stranger',
  about: '400 connections that begin a handshake, or not even that, and never end it',
  run: async scene => {
    const starts = beginnings(await clientHello());
    await scene.crowd(connections, index =>
      visit(scene, index, starts[index % starts.length] ?? Buffer.alloc(0)),
    );
  },
};
