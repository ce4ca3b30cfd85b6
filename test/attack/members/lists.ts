import type { Attack } from '../attack.ts';
import type { Scene } from '../scene.ts';

const connections = 80;
const repeats = 20;

/** A line each whose answer is as long as may be. */
const questions = [
  'WHO *',
  'LIST',
  'NAMES #chat',
  'WHO #chat %tcuihsnfdlaor,1',
  'WHOIS host',
  'WHOWAS host',
  'MOTD\r\nHELP\r\nINFO\r\nVERSION',
  'LIST *,>0,<1000,C>0,T>0',
];

async function visit(scene: Scene, index: number): Promise<void> {
  const visitor = await scene.member(index, undefined, 'multi-prefix userhost-in-names');
  await visitor.ask(['JOIN #chat']);
  const text = `${questions[index % questions.length] ?? ''}\r\n`.repeat(repeats);
  await visitor.flood(() => text);
}

export const lists: Attack = {
  name: 'lists',
  by: 'member',
  about: '80 ask for everybody, every room and every name as fast as they are read',
  run: scene => scene.crowd(connections, index => visit(scene, index)),
};
