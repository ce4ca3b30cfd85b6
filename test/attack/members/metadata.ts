import type { Attack } from '../attack.ts';
import type { Scene } from '../scene.ts';

const connections = 40;
const keysEach = 20;
const value = 'x'.repeat(240);

/** Notes as much as it may of itself and of a room of its own, has it told to everybody in #chat, and asks for all. */
async function visit(scene: Scene, index: number): Promise<void> {
  const visitor = await scene.member(index, await scene.newIdentity(), 'batch draft/metadata-2');
  const room = `#${scene.newName('n')}`;
  await visitor.ask([`JOIN ${room}`, 'JOIN #chat']);
  const keys = Array.from({ length: keysEach }, (_, number) => `key${number}`);
  while (visitor.isOpen) {
    for (const key of keys) await visitor.ask([`METADATA * SET ${key} :${value}${Math.random()}`]);
    for (const key of keys) await visitor.ask([`METADATA ${room} SET ${key} :${value}`]);
    await visitor.ask([`METADATA * SUB ${keys.join(' ')}`, 'METADATA #chat SYNC', 'METADATA * CLEAR']);
  }
}

export const metadata: Attack = {
  name: 'metadata',
  by: 'member',
  about: '40 set, change, subscribe to, synchronize and clear all the metadata that they may',
  run: scene => scene.crowd(connections, index => visit(scene, index)),
};
