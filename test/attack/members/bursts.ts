import type { Attack } from '../attack.ts';
import type { Scene } from '../scene.ts';

const connections = 300;
const linesEach = 25;
const tagBytes = 4000;
const roundMs = 1000;

/** Tags that only a client understands, and that everybody with `message-tags` gets. */
const burst = `@+a=${'x'.repeat(tagBytes)} PRIVMSG #chat :x\r\n`.repeat(linesEach);

/** Nobody asks for echoes, so that each has something else left out. */
async function visit(scene: Scene, index: number): Promise<void> {
  const visitor = await scene.member(index, undefined, 'message-tags');
  await visitor.ask(['JOIN #chat']);
  while (visitor.isOpen) {
    await scene.pause(roundMs - (Date.now() % roundMs));
    visitor.socket.write(burst);
    await visitor.ask([]);
  }
}

export const bursts: Attack = {
  name: 'bursts',
  by: 'member',
  about: '300 say 25 lines with 4 KiB of tags each in #chat, all in the same moment',
  run: scene => scene.crowd(connections, index => visit(scene, index)),
};
