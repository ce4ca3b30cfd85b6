import { afterAll, describe, expect, test } from 'vitest';
import { plantedFaults } from './faults.ts';
import { returnsOf, shareOf } from './returning.ts';
import { type Action, scheduleOf } from './schedule.ts';
import { shorten } from './shorten.ts';
import { simulate } from './simulate.ts';
import { addTally, newTally, tallyOf } from './tally.ts';

const schedules = 300;

test(
  `nothing is lost, doubled, out of order or stuck in ${schedules} worlds`,
  { timeout: 180_000 },
  async () => {
    const tally = newTally();
    for (let seed = 1; seed <= schedules; seed++)
      addTally(tally, tallyOf(seed, await simulate(scheduleOf(seed))));
    expect(tally.said).toBeGreaterThan(10 * schedules);
    expect(tally.violations).toEqual({});
  },
);

test.each([369, 402])('nor where a window hosts again of which nothing is kept: seed %i', async seed => {
  const { violations } = await simulate(scheduleOf(seed));
  expect(violations).toEqual([]);
});

test.each([
  ['killRelay', 'killRelay'],
  ['closeRelay', 'killRelay'],
  ['closeRelay', 'failPower'],
] as const)('nor after a start on a full disk: %s before it, %s after it', async (before, after) => {
  const setup = { ...scheduleOf(1).setup, people: 2, isHosted: false, keeps: true };
  const say = { do: 'say', who: 0, room: 0, lines: 1 } as const;
  const actions: Action[] = [
    { at: 6_000, ...say, times: 1 },
    { at: 8_000, do: 'fillDisk', ms: 300_000 },
    { at: 9_000, do: before, ms: 2_000 },
    { at: 31_000, do: 'silence', who: 1, way: 'both' },
    { at: 31_010, ...say, times: 3 },
    { at: 36_000, do: after, ms: 2_000 },
  ];
  for (const seed of [1, 2, 3, 4]) expect((await simulate({ seed, setup, actions })).violations).toEqual([]);
});

test(
  'nor where the clock of each relay that starts may be behind that of the one before',
  { timeout: 120_000 },
  async () => {
    const tally = newTally();
    const faults = { aheadMs: (random: () => number) => -Math.floor(random() * 3_600_000) };
    for (let seed = 1; seed <= 60; seed++)
      addTally(tally, tallyOf(seed, await simulate(scheduleOf(seed), { faults })));
    expect(tally.violations).toEqual({});
  },
);

test('thirty who come back together are in the room again within seconds', { timeout: 120_000 }, async () => {
  const times = await returnsOf(1, 12);
  expect(shareOf(times, 0.5)).toBeLessThanOrEqual(2_000);
  expect(shareOf(times, 0.99)).toBeLessThanOrEqual(5_000);
});

test('what happens depends on nothing but the seed', async () => {
  const seeds = [3, 14, 232];
  const told = async (seed: number): Promise<string> => {
    const lines: string[] = [];
    await simulate(scheduleOf(seed), { trace: text => lines.push(text) });
    return lines.join('\n');
  };
  const first: string[] = [];
  for (const seed of seeds) first.push(await told(seed));
  for (const [index, seed] of seeds.entries()) expect(await told(seed)).toBe(first[index]);
});

describe('a fault that is put in', () => {
  const maxSeeds = 1_000;
  const needed: Record<string, number> = {};
  afterAll(() => expect(Object.keys(needed)).toHaveLength(Object.keys(plantedFaults).length));

  test.each(Object.entries(plantedFaults))('is found: %s', { timeout: 120_000 }, async (name, planted) => {
    const { faults, shows } = planted;
    const has = async (seed: number, isPlanted: boolean): Promise<boolean> => {
      const { violations } = await simulate(scheduleOf(seed), isPlanted ? { faults } : {});
      return violations.some(({ kind }) => kind === shows);
    };
    for (let seed = 1; seed <= maxSeeds && needed[name] === undefined; seed++)
      if ((await has(seed, true)) && !(await has(seed, false))) needed[name] = seed;
    expect(needed[name]).toBeLessThanOrEqual(maxSeeds);
  });
});

test('a schedule is shortened to what it takes to fail', { timeout: 60_000 }, async () => {
  const { faults, shows } = plantedFaults['a client asks from the wrong place on']!;
  const fails = async (schedule: ReturnType<typeof scheduleOf>): Promise<boolean> =>
    (await simulate(schedule, { faults })).violations.some(({ kind }) => kind === shows);
  const short = await shorten(scheduleOf(2), fails);
  expect(short.actions.length).toBeLessThan(6);
  expect(await fails(short)).toBe(true);
  for (const action of short.actions)
    expect(await fails({ ...short, actions: short.actions.filter(other => other !== action) })).toBe(false);
});
