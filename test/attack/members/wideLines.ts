import type { Attack } from '../attack.ts';
import type { Scene } from '../scene.ts';

const connections = 100;
const roomsEach = 48;

const line = (command: string, names: readonly string[], more = ''): string =>
  `${command} ${names.join(',')}${more}\r\n`;

/** Each is in all rooms, and does in one line what concerns everybody in all of them. */
async function visit(scene: Scene, index: number): Promise<void> {
  const visitor = await scene.member(index, undefined, index % 2 === 0 ? 'away-notify setname' : '');
  const rooms = Array.from({ length: roomsEach }, (_, at) => `#w${at}`);
  const names = Array.from({ length: 90 }, (_, at) => `#w${at}`);
  const floods = [
    () => line('JOIN', rooms) + line('PART', rooms, ' :x'),
    () => `${line('JOIN', rooms)}JOIN 0\r\n`,
    () => line('JOIN', rooms) + line('NAMES', names).repeat(4),
    () => `${line('JOIN', rooms)}NICK ${scene.newName('w')}\r\nAWAY :x\r\nSETNAME :x\r\nAWAY\r\n`,
    () =>
      `JOIN #${visitor.nick}\r\nRENAME #${visitor.nick} #${scene.newName('w')} :x\r\nPART #${visitor.nick}\r\n`,
    () => 'WHO\r\nWHO 0\r\nWHO nobody\r\nLIST >0 *a*,*b*,*c*\r\n',
  ];
  await visitor.flood(floods[index % floods.length] ?? (() => line('JOIN', rooms)));
}

export const wideLines: Attack = {
  name: 'wide-lines',
  by: 'member',
  about: '100 enter, leave and list 48 rooms in one line each, and change name and absence in all of them',
  run: scene => scene.crowd(connections, index => visit(scene, index)),
};
