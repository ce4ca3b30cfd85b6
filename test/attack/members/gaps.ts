import type { Attack } from '../attack.ts';
import type { Scene } from '../scene.ts';

const connections = 60;
const perMessage = 4;
const roundMs = 100;

/** Each writes to all the others, and to everybody in #chat: many more private talks than are kept or remembered. */
async function visit(scene: Scene, index: number, nicks: Set<string>): Promise<void> {
  const visitor = await scene.member(index, await scene.newIdentity(), 'message-tags');
  visitor.onNames = names => {
    for (const name of names) nicks.add(name);
  };
  await visitor.ask(['JOIN #chat', 'NAMES #chat']);
  while (visitor.isOpen) {
    const others = [...nicks].filter(nick => nick !== visitor.nick);
    for (let at = 0; at < others.length; at += perMessage)
      await visitor.ask([`PRIVMSG ${others.slice(at, at + perMessage).join(',')} :x`]);
    await scene.pause(roundMs);
  }
}

export const gaps: Attack = {
  name: 'gaps',
  by: 'member',
  about:
    'private talks of 60 new keys with each other and with everybody who is there, more than are remembered',
  run: scene => {
    const nicks = new Set<string>();
    return scene.crowd(connections, index => visit(scene, index, nicks));
  },
};
