import type { Attack } from '../attack.ts';
import type { Scene } from '../scene.ts';

const connections = 100;
const linesEach = 160;
const lineBytes = 400;
const roundMs = 1000;

/** All but the end of as long a message as may be sent. */
const body = `BATCH +b draft/multiline #chat\r\n${`@batch=b PRIVMSG #chat :${'x'.repeat(lineBytes)}\r\n`.repeat(linesEach)}`;

/** Two messages, each ended in the same moment as everybody else's. */
async function visit(scene: Scene, index: number): Promise<void> {
  const visitor = await scene.member(index, undefined, 'batch message-tags draft/multiline');
  await visitor.ask(['JOIN #chat']);
  while (visitor.isOpen) {
    visitor.socket.write(body);
    await scene.pause(roundMs - (Date.now() % roundMs));
    visitor.socket.write(`BATCH -b\r\n${body}BATCH -b\r\n`);
    await visitor.ask([]);
  }
}

export const pastes: Attack = {
  name: 'pastes',
  by: 'member',
  about: '100 say messages of 64 KiB in #chat, all in the same moment',
  run: scene => scene.crowd(connections, index => visit(scene, index)),
};
