import type { Attack } from '../attack.ts';
import type { Scene } from '../scene.ts';
import { writeAll } from '../visitor.ts';

const connections = 200;
const repeats = 100;
const chunk = 'A'.repeat(400);

/** What may be said before the welcome. */
const floods = [
  'CAP LS 302\r\n',
  'CAP REQ :message-tags batch echo-message\r\nCAP LIST\r\n',
  `AUTHENTICATE EXTERNAL\r\n${`AUTHENTICATE ${chunk}\r\n`.repeat(4)}AUTHENTICATE *\r\n`,
  'AUTHENTICATE PLAIN\r\n',
  'NICK a\r\nNICK b\r\n',
  'PING x\r\nPONG x\r\n',
  'METADATA * LIST\r\nNONSENSE a b c\r\n',
].map(text => Buffer.from(text.repeat(repeats)));

async function visit(scene: Scene, index: number): Promise<void> {
  const socket = await scene.tls(index);
  const bytes = floods[index % floods.length] ?? Buffer.alloc(0);
  while (!socket.destroyed && !scene.isOver) await writeAll(socket, bytes, scene.signal);
}

export const capFlood: Attack = {
  name: 'cap-flood',
  by: 'stranger',
  about: '200 connections negotiate, log in, take nicks, ping and ask nonsense for ever before the welcome',
  run: scene => scene.crowd(connections, index => visit(scene, index)),
};
