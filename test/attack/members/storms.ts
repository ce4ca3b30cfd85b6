import type { Attack } from '../attack.ts';
import type { Scene } from '../scene.ts';

const connections = 80;

async function visit(scene: Scene, index: number): Promise<void> {
  const visitor = await scene.member(index);
  if (index % 5 !== 0) await visitor.ask(['JOIN #chat']);
  const storms = [
    () => 'JOIN #chat\r\nPART #chat :x\r\n',
    () => `NICK ${scene.newName('s')}\r\n`,
    () => 'AWAY :gone\r\nAWAY\r\n',
    () => `SETNAME :${scene.newName('s')}\r\n`,
    () => 'MODE #chat\r\nTOPIC #chat :x\r\nINVITE host #chat\r\nKICK #chat host\r\n',
  ];
  await visitor.flood(storms[index % storms.length] ?? (() => 'JOIN #chat\r\n'));
}

export const storms: Attack = {
  name: 'storms',
  by: 'member',
  about: '80 enter and leave #chat, change nick, name and absence, and try topics, kicks and invitations',
  run: scene => scene.crowd(connections, index => visit(scene, index)),
};
