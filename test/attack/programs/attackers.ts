// The attackers, in a process of their own: from the message of its parent until it is killed.
import type { Attack } from '../attack.ts';
import { attacks } from '../attacks.ts';
import { Scene, type SceneOptions } from '../scene.ts';

/** What the parent says. */
export interface Raid {
  readonly attacks: readonly string[];
  readonly scene: SceneOptions;
}

/** What the parent is told, again and again. */
export interface AttackersSeen {
  /** Connections that stood, and those of them that were welcomed. */
  readonly connections: number;
  readonly members: number;
}

const tellEachMs = 1000;
/** Strangers who take every place would keep members who mean harm out: those come first. */
const strangersAfterMs = 5000;

process.on('message', (raid: Raid) => {
  const chosen = attacks.filter(({ name }) => raid.attacks.includes(name));
  const scenes: Scene[] = [];
  const begin = (by: Attack['by']): void => {
    for (const { run } of chosen.filter(attack => attack.by === by)) {
      const scene = new Scene(raid.scene);
      scenes.push(scene);
      void run(scene);
    }
  };
  setInterval(() => {
    const sum = (count: (scene: Scene) => number): number =>
      scenes.reduce((all, scene) => all + count(scene), 0);
    process.send?.({
      connections: sum(scene => scene.connections),
      members: sum(scene => scene.members),
    } satisfies AttackersSeen);
  }, tellEachMs);
  begin('member');
  setTimeout(() => begin('stranger'), chosen.some(({ by }) => by === 'member') ? strangersAfterMs : 0);
});
// Whatever the relay does to the attackers, they go on.
process.on('uncaughtException', error => process.stderr.write(`attackers: ${error.message}\n`));
process.on('disconnect', () => process.exit());
