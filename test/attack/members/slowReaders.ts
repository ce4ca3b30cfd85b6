import type { Attack } from '../attack.ts';
import type { Scene } from '../scene.ts';

const connections = 200;
const repeats = 30;
const stayMs = 30_000;
const capabilities = 'batch message-tags server-time draft/chathistory echo-message';

/** What is asked for and never read. */
const questions = ['WHO *', 'CHATHISTORY LATEST #chat * 200', 'NAMES #chat', 'HELP'];

async function visit(scene: Scene, index: number): Promise<void> {
  const visitor = await scene.member(index, undefined, capabilities);
  await visitor.ask(['JOIN #chat']);
  visitor.socket.pause();
  visitor.send(...Array.from({ length: repeats }, () => questions[index % questions.length] ?? ''));
  // Some come again before they are dropped: others stay until then.
  await scene.untilClosed(visitor.socket, index % 3 === 0 ? stayMs / 6 : stayMs);
}

export const slowReaders: Attack = {
  name: 'slow-readers',
  by: 'member',
  about: '200 ask for much and never read it',
  run: scene => scene.crowd(connections, index => visit(scene, index)),
};
