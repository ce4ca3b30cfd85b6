import type { Attack } from '../attack.ts';
import type { Scene } from '../scene.ts';

const connections = 40;
const marksEach = 100;
const atOnce = 20;

/** A key that nobody has seen sets one read marker, or as many as it may, and may then move one for ever. */
async function visit(scene: Scene, index: number): Promise<void> {
  const visitor = await scene.member(index, await scene.newIdentity(), 'draft/read-marker');
  const mark = (target: string): string => `MARKREAD ${target} timestamp=${new Date().toISOString()}`;
  const count = index % 2 === 0 ? marksEach : 1;
  for (let set = 0; set < count && visitor.isOpen; set += atOnce) {
    const targets = Array.from({ length: Math.min(atOnce, count) }, () =>
      scene.newName(index % 4 === 0 ? '#m' : 'm'),
    );
    await visitor.ask(targets.map(mark));
  }
  if (index % 4 === 0)
    for (let moved = 0; moved < marksEach && visitor.isOpen; moved++) await visitor.ask([mark('#chat')]);
  visitor.socket.destroy();
}

export const marks: Attack = {
  name: 'marks',
  by: 'member',
  about: 'throw-away keys with one or a hundred read markers each, of rooms and people, some moved for ever',
  run: scene => scene.crowd(connections, index => visit(scene, index)),
};
