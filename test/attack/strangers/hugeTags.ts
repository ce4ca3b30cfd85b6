import type { Attack } from '../attack.ts';
import type { Scene } from '../scene.ts';
import { writeAll } from '../visitor.ts';

const connections = 100;
const tagBytes = 4000;

/** Many small tags, one long one, one that is all escapes, one too long, a line that does not end. */
const lines = [
  `@${'a;'.repeat(tagBytes / 2)} CAP LS\r\n`,
  `@+a=${'x'.repeat(tagBytes)} CAP LS\r\n`,
  `@+a=${'\\s'.repeat(tagBytes / 2)} CAP LS\r\n`,
  `@+a=${'x'.repeat(tagBytes * 4)} CAP LS\r\n`,
  'x'.repeat(tagBytes * 4),
];

async function visit(scene: Scene, index: number): Promise<void> {
  const socket = await scene.tls(index);
  const text = lines[index % lines.length] ?? '';
  while (!socket.destroyed && !scene.isOver) await writeAll(socket, text, scene.signal);
}

export const hugeTags: Attack = {
  name: 'huge-tags',
  by: 'stranger',
  about: '100 connections send tags of 4 KiB and more: many, long, escaped, too long, or without an end',
  run: scene => scene.crowd(connections, index => visit(scene, index)),
};
