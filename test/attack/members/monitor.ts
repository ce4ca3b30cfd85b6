import type { Attack } from '../attack.ts';
import type { Scene } from '../scene.ts';

const connections = 60;
const entries = 100;

/** All of them watch the same nicks, which some of them take and leave in turn. */
async function visit(scene: Scene, index: number): Promise<void> {
  const visitor = await scene.member(index, undefined, 'extended-monitor away-notify setname');
  const shared = Array.from({ length: entries }, (_, number) => `w${number}`);
  for (let at = 0; at < entries; at += 20) visitor.send(`MONITOR + ${shared.slice(at, at + 20).join(',')}`);
  while (visitor.isOpen) {
    const own = shared[Math.floor(Math.random() * entries)] ?? 'w0';
    if (index % 3 === 0) await visitor.ask([`NICK ${own}`, 'AWAY :x', 'SETNAME :y', 'AWAY']);
    else if (index % 3 === 1)
      await visitor.ask(['MONITOR L', 'MONITOR S', `ISON ${shared.slice(0, 40).join(' ')}`]);
    else await visitor.ask(['MONITOR C', `MONITOR + ${shared.slice(0, 50).join(',')}`, 'MONITOR S']);
  }
}

export const monitor: Attack = {
  name: 'monitor',
  by: 'member',
  about: '60 watch a hundred nicks each, list and clear them, while others take and leave these nicks',
  run: scene => scene.crowd(connections, index => visit(scene, index)),
};
