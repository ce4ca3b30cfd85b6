import type { Attack } from '../attack.ts';
import type { Scene } from '../scene.ts';

const connections = 60;
const nicksPerKey = 10;

/** A key that nobody has seen takes as many nicks as it may own, and then those of people who are not there. */
async function visit(scene: Scene, index: number): Promise<void> {
  const visitor = await scene.member(index, await scene.newIdentity());
  const own = Array.from({ length: nicksPerKey }, () => `NICK ${scene.newName('k')}`);
  await visitor.ask([`JOIN #${scene.newName('k')}`, ...own]);
  const { wantedNicks } = scene.options;
  await visitor.ask([`NICK ${wantedNicks[index % wantedNicks.length] ?? 'x'}`]);
  visitor.send('QUIT');
  visitor.socket.end();
}

export const keys: Attack = {
  name: 'keys',
  by: 'member',
  about: 'throw-away keys with ten nicks each, then the nicks of people who are not there',
  run: scene => scene.crowd(connections, index => visit(scene, index)),
};
