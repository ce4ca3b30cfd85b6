import type { Attack } from '../attack.ts';
import type { Scene } from '../scene.ts';

const connections = 40;
const perMessage = 4;

/** Each talks in private with all the others, who change their keys again and again. */
async function visit(scene: Scene, index: number, nicks: Map<number, string>): Promise<void> {
  const visitor = await scene.member(index, await scene.newIdentity(), 'message-tags echo-message');
  await visitor.ask([`JOIN #${scene.newName('t')}`]);
  nicks.set(index, visitor.nick);
  const others = [...nicks.values()].filter(nick => nick !== visitor.nick);
  for (let at = 0; at < others.length && visitor.isOpen; at += perMessage) {
    const targets = others.slice(at, at + perMessage).join(',');
    await visitor.ask([`PRIVMSG ${targets} :${'x'.repeat(300)}`, `NOTICE ${targets} :${'y'.repeat(300)}`]);
  }
  visitor.socket.destroy();
}

export const talks: Attack = {
  name: 'talks',
  by: 'member',
  about: 'private talks between any two of many throw-away keys, by messages and notices to four at once',
  run: scene => {
    const nicks = new Map<number, string>();
    return scene.crowd(connections, index => visit(scene, index, nicks));
  },
};
