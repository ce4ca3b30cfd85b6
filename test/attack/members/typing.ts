import type { Attack } from '../attack.ts';
import type { Scene } from '../scene.ts';

const connections = 40;
const capabilities = 'message-tags echo-message';

/** What is passed on and not kept: typing, reactions, tags as long as they may be, to the room and to one. */
const lines = [
  '@+typing=active TAGMSG #chat\r\n',
  '@+draft/react=x;+draft/reply=none TAGMSG #chat\r\n',
  `@+x=${'y'.repeat(3900)} TAGMSG #chat\r\n`,
  `@+x=${'y'.repeat(3900)};+typing=active TAGMSG host\r\n`,
];

async function visit(scene: Scene, index: number): Promise<void> {
  const visitor = await scene.member(index, undefined, capabilities);
  await visitor.ask(['JOIN #chat']);
  await visitor.flood(() => lines[index % lines.length] ?? '');
}

export const typing: Attack = {
  name: 'typing',
  by: 'member',
  about: '40 type, react and send tags of 4 KiB to #chat and the host as fast as they are read',
  run: scene => scene.crowd(connections, index => visit(scene, index)),
};
