import type { Attack } from '../attack.ts';
import type { Scene } from '../scene.ts';

const connections = 150;
const linesEach = 990;
const stayMs = 30_000;

/** One long message of many lines that is never ended, and never too long: the relay holds it as long as it likes. */
function openBatch(bytes: number): string {
  const line = `@batch=b PRIVMSG #chat :${'x'.repeat(bytes)}\r\n`;
  return `BATCH +b draft/multiline #chat\r\n${line.repeat(linesEach)}`;
}

/** Short lines, empty lines, lines up to the limit; and one after another that is begun and given up. */
const texts = [
  openBatch(60),
  openBatch(0),
  openBatch(1),
  'BATCH +b draft/multiline #chat\r\nBATCH -b\r\n'.repeat(50),
];

async function visit(scene: Scene, index: number): Promise<void> {
  const visitor = await scene.member(index, undefined, 'batch message-tags draft/multiline');
  await visitor.ask(['JOIN #chat']);
  visitor.socket.write(texts[index % texts.length] ?? '');
  await scene.untilClosed(visitor.socket, stayMs);
}

export const batches: Attack = {
  name: 'batches',
  by: 'member',
  about: '150 leave messages of 990 lines open, or begin and give up one after another',
  run: scene => scene.crowd(connections, index => visit(scene, index)),
};
