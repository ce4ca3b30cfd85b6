import type { Attack } from '../attack.ts';
import type { Scene } from '../scene.ts';

const connections = 100;
const tagBytes = 4000;
const atOnce = 10;

/** Long messages to nobody, one after the other: each is over before the next one. */
const batches = `@+a=${'x'.repeat(tagBytes)} BATCH +b draft/multiline nobody\r\nBATCH -b\r\n`.repeat(atOnce);

async function visit(scene: Scene, index: number): Promise<void> {
  const visitor = await scene.member(index, undefined, 'batch message-tags draft/multiline');
  while (visitor.isOpen) await visitor.ask([batches.slice(0, -2)]);
}

export const spentBatches: Attack = {
  name: 'spent-batches',
  by: 'member',
  about: '100 begin and end messages with 4 KiB of tags for ever, of which nothing may stay',
  run: scene => scene.crowd(connections, index => visit(scene, index)),
};
