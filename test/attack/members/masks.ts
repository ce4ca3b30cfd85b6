import type { Attack } from '../attack.ts';
import type { Scene } from '../scene.ts';

const connections = 40;
const roomsEach = 40;
const masksEach = 99;
const perLine = 6;
const mask = (number: number): string => `*${'x'.repeat(60)}${number}!*@*`;

/** Fills the ban lists of rooms of its own: bans, mutes, exceptions, invitations. */
async function visit(scene: Scene, index: number): Promise<void> {
  const visitor = await scene.member(index, await scene.newIdentity());
  for (let made = 0; made < roomsEach && visitor.isOpen; made++) {
    const room = `#${scene.newName('b')}`;
    const lines = [`JOIN ${room}`];
    const letter = 'beIb'[index % 4] ?? 'b';
    for (let set = 0; set < masksEach; set += perLine) {
      const masks = Array.from({ length: perLine }, (_, number) => mask(set + number));
      const before = index % 4 === 3 ? 'm:' : '';
      lines.push(`MODE ${room} +${letter.repeat(perLine)} ${masks.map(one => before + one).join(' ')}`);
    }
    await visitor.ask([...lines, `MODE ${room} +b`]);
  }
  visitor.socket.destroy();
}

export const masks: Attack = {
  name: 'masks',
  by: 'member',
  about: 'rooms with 99 bans, mutes, exceptions or invitations each',
  run: scene => scene.crowd(connections, index => visit(scene, index)),
};
