import type { Attack } from '../attack.ts';
import type { Scene } from '../scene.ts';

/** More than the relay takes. */
const connections = 1200;
const stayMs = 60_000;

/** Comes in, half of them with a key of their own, and stays. */
async function visit(scene: Scene, index: number): Promise<void> {
  const visitor = await scene.member(index, index % 2 === 0 ? await scene.newIdentity() : undefined);
  await scene.untilClosed(visitor.socket, stayMs);
}

export const places: Attack = {
  name: 'places',
  by: 'member',
  about: '1,200 come in and stay, until there is no place for anybody who left for a moment',
  run: scene => scene.crowd(connections, index => visit(scene, index)),
};
