import type { Attack } from '../attack.ts';
import type { Scene } from '../scene.ts';
import type { Visitor } from '../visitor.ts';

const connections = 40;
/** As many as are made at once, before the relay reads more slowly. */
const roomsEach = 10;
const stayMs = 10_000;

/** Makes a room such that it is kept: with an operator by key, a topic and a mode. */
function makeRoom(scene: Scene): string[] {
  const name = `#${scene.newName('r')}`;
  return [`JOIN ${name}`, `TOPIC ${name} :${'x'.repeat(250)}`, `MODE ${name} +st`];
}

/** Takes rooms that belong to others, if they are free. */
async function steal(scene: Scene, visitor: Visitor): Promise<void> {
  const lines = scene.options.wantedRooms.flatMap(name => [`JOIN ${name}`, `TOPIC ${name} :mine`]);
  await visitor.ask(lines);
}

async function visit(scene: Scene, index: number): Promise<void> {
  const visitor = await scene.member(index, await scene.newIdentity());
  await visitor.ask(Array.from({ length: roomsEach }, () => makeRoom(scene)).flat());
  await steal(scene, visitor);
  // Most of them leave their rooms empty, the others stay a while and rename one.
  if (index % 4 === 0) {
    await visitor.ask([`JOIN #${visitor.nick}`, `RENAME #${visitor.nick} #${scene.newName('r')} :x`]);
    await scene.pause(stayMs);
  }
  visitor.socket.destroy();
}

export const rooms: Attack = {
  name: 'rooms',
  by: 'member',
  about: 'rooms by the thousand, with topics and modes so that they are kept; then the rooms of others',
  run: scene => scene.crowd(connections, index => visit(scene, index)),
};
