import { setTimeout as wait } from 'node:timers/promises';
import { perform } from '../perform.ts';
import { rooms } from '../schedule.ts';
import { judge, type Verdict } from '../verdict/verdict.ts';
import { inspircd, ngircd } from '../../bench/relay/servers/debian.ts';
import { DebianWorld } from './debianWorld.ts';
import { realScheduleOf } from './realSchedule.ts';
import type { RealWorld } from './realWorld.ts';
import { RelayWorld } from './relayWorld.ts';

/** Looks, and milliseconds between two, until everybody has come in or is back, and has read all. */
const maxLooks = 600;
const lookMs = 100;

/** Milliseconds after the last words in which nothing more may come that should not. */
const lastWordsMs = 500;

const debianServers = { inspircd, ngircd };

type ServerName = 'relay' | keyof typeof debianServers;

export const isServer = (name: string): name is ServerName => name === 'relay' || name in debianServers;

/** Lets the schedule of a seed happen to real processes, and judges it. @param trace gets all that happens, a line each */
export async function happen(
  seed: number,
  server: ServerName,
  trace: (text: string) => void = () => undefined,
): Promise<Verdict> {
  if (server !== 'relay' && debianServers[server].missing !== '')
    throw new Error(debianServers[server].missing);
  const schedule = realScheduleOf(seed, server === 'relay');
  const world =
    server === 'relay'
      ? new RelayWorld(schedule, trace)
      : new DebianWorld(debianServers[server], schedule, trace);
  try {
    await live(world);
    return await verdictOf(world);
  } finally {
    await world.end();
  }
}

async function live(world: RealWorld): Promise<void> {
  await world.begin();
  await until(() => areAllBack(world));
  const start = world.scheduler.now;
  for (const action of world.schedule.actions) {
    await wait(Math.max(0, start + action.at - world.scheduler.now));
    perform(action, world);
  }
  // What stands still goes on by itself.
  const last = world.schedule.actions.flatMap(({ at, ...action }) =>
    'ms' in action ? [at + action.ms] : [],
  );
  await wait(Math.max(0, start + Math.max(0, ...last) - world.scheduler.now));
  await world.heal();
  await until(() => areAllBack(world));
  for (const person of world.people) {
    const window = world.window(person);
    if (window !== undefined && person.rooms.includes(rooms[0]))
      world.say(window, person, rooms[0], { isCalm: true });
  }
  await wait(lastWordsMs);
}

function areAllBack(world: RealWorld): boolean {
  return world.people.every(person => {
    const window = world.window(person);
    // Nobody is who does not know yet that the connection is gone.
    const isConnected = world.network.linksOf(person.place).some(link => !link.isBroken);
    const isUp = isConnected && window?.state.phase === 'registered' && window.nick === person.nick;
    return isUp && person.rooms.every(room => window.isIn(room));
  });
}

/** What is still on its way when it is first looked at is no loss. */
async function verdictOf(world: RealWorld): Promise<Verdict> {
  const before = world.readings.length;
  const look = (): Verdict => {
    world.readings.length = before;
    for (const person of world.people) world.read(person);
    const verdict = judge(world);
    return { ...verdict, violations: verdict.violations.filter(({ kind }) => !world.excused.includes(kind)) };
  };
  await until(() => look().violations.length === 0);
  const verdict = look();
  world.traceReadings();
  for (const { kind, what } of verdict.violations) world.trace(`${kind}: ${what}`);
  return verdict;
}

/** Counts looks, not time: the machine may have had other things to do. */
async function until(test: () => boolean): Promise<void> {
  for (let looks = 0; looks < maxLooks && !test(); looks++) await wait(lookMs);
}
