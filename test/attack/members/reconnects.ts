import type { TlsIdentity } from '../../../src/net/tls.ts';
import type { Attack } from '../attack.ts';
import type { Scene } from '../scene.ts';

const connections = 60;

/** Comes and goes: with a QUIT, by RST, without a word; every other one with the same key each time. */
async function visit(scene: Scene, index: number, identity: TlsIdentity): Promise<void> {
  const visitor = await scene.member(index, index % 2 === 0 ? identity : undefined);
  visitor.send('JOIN #chat', `PRIVMSG #chat :${visitor.nick}`);
  if (index % 3 === 0) visitor.send('QUIT :x');
  if (index % 3 === 1) scene.reset(visitor.socket);
  if (index % 3 === 2) visitor.socket.end();
  await scene.untilClosed(visitor.socket, 500);
}

export const reconnects: Attack = {
  name: 'reconnects',
  by: 'member',
  about: '60 at a time enter #chat, say a line and quit, break off or hang up, half of them with one key',
  run: async scene => {
    const identity = await scene.newIdentity();
    await scene.crowd(connections, index => visit(scene, index, identity));
  },
};
