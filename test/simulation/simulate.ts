import { createHash } from 'node:crypto';
import { seededRandom } from '../support/seededRandom.ts';
import { Border } from './engine/border.ts';
import { forgetVirtualFiles, installVirtualFiles } from './engine/virtualFiles.ts';
import { perform } from './perform.ts';
import { type Schedule, rooms } from './schedule.ts';
import { judge, type Verdict } from './verdict/verdict.ts';
import { type Faults, SimWorld } from './simWorld.ts';

/** Milliseconds from when nothing goes wrong any more to the last line that everybody says, and to the end. */
const healMs = 4 * 60_000;
const lastWordMs = 60_000;

export interface Outcome extends Verdict {
  /** All that happened, as one number. */
  readonly hash: string;
}

export interface SimulateOptions {
  readonly faults?: Faults;
  /** Gets all that happens, a line each. */
  readonly trace?: (text: string) => void;
}

/** Lets a schedule happen in a world of its own, and judges it. One at a time. */
export async function simulate(schedule: Schedule, options: SimulateOptions = {}): Promise<Outcome> {
  const hash = createHash('sha256');
  const trace = (text: string): void => {
    hash.update(text);
    options.trace?.(text);
  };
  installVirtualFiles();
  forgetVirtualFiles();
  const world = new SimWorld(schedule, options.faults ?? {}, trace);
  const border = new Border(seededRandom(schedule.seed ^ 0xb0de), () => world.scheduler.now);
  try {
    await live(world, () => border.settle());
    const verdict = judge(world);
    for (const { kind, what } of verdict.violations) trace(`${kind}: ${what}`);
    return { ...verdict, hash: hash.digest('hex') };
  } finally {
    border.release();
  }
}

async function live(world: SimWorld, settle: () => Promise<void>): Promise<void> {
  const { scheduler, schedule, people } = world;
  const start = scheduler.now;
  const run = (until: number): Promise<void> => scheduler.runUntil(until, settle);
  world.begin();
  for (const action of schedule.actions) {
    await run(start + action.at);
    perform(action, world);
  }
  await run(scheduler.now);
  await run(Math.max(scheduler.now, ...people.map(person => world.window(person)?.process.frozenUntil ?? 0)));
  heal(world);
  await run(scheduler.now + healMs);
  for (const person of people) {
    const window = world.window(person);
    if (window !== undefined && person.rooms.includes(rooms[0]))
      world.say(window, person, rooms[0], { isCalm: true });
  }
  await run(scheduler.now + lastWordMs);
  for (const person of people) world.read(person);
  world.traceReadings();
}

/** From now on nothing goes wrong. */
function heal(world: SimWorld): void {
  world.trace('all is well from now on');
  world.disk.space = Infinity;
  for (const { place } of world.people) place.downUntil = 0;
  if (!world.schedule.setup.isHosted && world.relay === undefined) world.startRelay();
  for (const person of world.people) {
    world.open(person);
    world.window(person)?.enter();
  }
}
