import { seededRandom } from '../support/seededRandom.ts';
import type { Person } from './actors/person.ts';
import { home } from './actors/simWindow.ts';
import { Border } from './engine/border.ts';
import type { Schedule } from './schedule.ts';
import { SimWorld } from './simWorld.ts';

/** What keeps everybody away: nothing can be reached, nothing answers at all, or the relay is not there. */
const breaks = ['unreachable', 'silent', 'relay'] as const;
type Break = (typeof breaks)[number];

/** Guests who return together. */
const guests = 30;

/** Milliseconds in which all come in, that they are away at least and at most, and in which all have to be back. */
const arrivalMs = 60_000;
const awayMs = { min: 2_000, max: 240_000 };
const backWithinMs = 60_000;
/** Milliseconds that bytes take in one network, busy or not. */
const nearbyMs = { min: 0, max: 20 };
/** How exactly it is measured when somebody is back. */
const lookMs = 10;

/** Milliseconds from when all is well again until each of the guests is back with their nick and in the room. */
async function returnTimes(seed: number): Promise<readonly number[]> {
  const dice = seededRandom(seed ^ 0xbac4);
  const how = breaks[Math.floor(dice() * breaks.length)]!;
  const away = awayMs.min * (awayMs.max / awayMs.min) ** dice();
  const setup = { people: guests + 1, isHosted: how !== 'relay', keeps: true, isSmall: false };
  const more = { isNarrow: false, queueMs: 0, leavesHome: false, diskMs: 0 };
  const world = new SimWorld(
    { seed, setup: { ...setup, ...more }, actions: [] } satisfies Schedule,
    {},
    () => undefined,
  );
  for (const { place } of world.people) place.delayMs = nearbyMs;
  const border = new Border(seededRandom(seed ^ 0xb0de), () => world.scheduler.now);
  const pass = (ms: number): Promise<void> =>
    world.scheduler.runUntil(world.scheduler.now + ms, () => border.settle());
  try {
    world.begin();
    await pass(arrivalMs);
    const all = world.people.slice(1);
    const late = all.filter(person => !isBack(person, world));
    if (late.length > 0) throw new Error(`${late.length} of ${all.length} never came in, seed ${seed}`);
    breakAll(how, all, world, away);
    await pass(away);
    heal(how, all, world);
    return await timesOf(all, world, pass);
  } finally {
    border.release();
  }
}

function isBack(person: Person, world: SimWorld): boolean {
  const window = world.window(person);
  return window?.state.phase === 'registered' && window.nick === person.nick && window.isIn(home);
}

/** @param ms for how long */
function breakAll(how: Break, all: readonly Person[], world: SimWorld, ms: number): void {
  if (how === 'relay') return world.killRelay(true);
  for (const { place } of all) {
    place.downUntil = Infinity;
    place.isSilent = how === 'silent';
    for (const link of world.network.linksOf(place))
      if (how === 'silent') link.hold(ms);
      else link.cut('both');
  }
}

function heal(how: Break, all: readonly Person[], world: SimWorld): void {
  if (how === 'relay') world.startRelay();
  for (const { place } of all) place.downUntil = 0;
}

async function timesOf(
  all: readonly Person[],
  world: SimWorld,
  pass: (ms: number) => Promise<void>,
): Promise<readonly number[]> {
  const healedAt = world.scheduler.now;
  const times = new Map<Person, number>();
  while (times.size < all.length && world.scheduler.now - healedAt < backWithinMs) {
    await pass(lookMs);
    for (const person of all)
      if (!times.has(person) && isBack(person, world)) times.set(person, world.scheduler.now - healedAt);
  }
  return all.map(person => times.get(person) ?? Infinity);
}

/** The times of many returns. */
export async function returnsOf(firstSeed: number, count: number): Promise<readonly number[]> {
  const times: number[] = [];
  for (let seed = firstSeed; seed < firstSeed + count; seed++) times.push(...(await returnTimes(seed)));
  return times;
}

/** The time within which this share of all is back. */
export function shareOf(times: readonly number[], share: number): number {
  return times.toSorted((one, other) => one - other)[Math.ceil(share * times.length) - 1] ?? Infinity;
}
