// Attackers, in a process of their own: from the message of its parent until it is killed. Its parent says: Raid, 'begin'.
import { once } from 'node:events';
import { attacks } from '../attacks.ts';
import { Entrance } from '../entrance.ts';
import { Scene, type SceneOptions } from '../scene.ts';

/** What the parent says. */
export interface Raid {
  readonly attacks: readonly string[];
  readonly scene: SceneOptions;
  /** Members come in and do nothing until they are told to. */
  readonly isHeld: boolean;
}

/** What the parent is told, again and again. */
export interface AttackersSeen {
  /** Connections that stood. */
  readonly connections: number;
  /** Those that were welcomed, of each attack. */
  readonly members: Readonly<Record<string, number>>;
}

const tellEachMs = 500;

process.once('message', (raid: Raid) => {
  const chosen = attacks.filter(({ name }) => raid.attacks.includes(name));
  const told = once(process, 'message').then(() => undefined);
  const entrance = new Entrance(raid.isHeld ? told : undefined);
  const begun = chosen.map(({ name, by, run }) => {
    // Strangers do not mind that nobody gets in.
    const scene = new Scene(raid.scene, by === 'member' ? entrance : undefined);
    void run(scene);
    return { name, scene };
  });
  setInterval(() => {
    process.send?.({
      connections: begun.reduce((all, { scene }) => all + scene.connections, 0),
      members: Object.fromEntries(begun.map(({ name, scene }) => [name, scene.members])),
    } satisfies AttackersSeen);
  }, tellEachMs);
});
// Whatever the relay does to the attackers, they go on.
process.on('uncaughtException', error => process.stderr.write(`attackers: ${error.message}\n`));
process.on('disconnect', () => process.exit());
