import { expect, test } from 'vitest';
import { addTally, newTally, tallyOf } from '../tally.ts';
import { happen } from './happen.ts';

/** `npm run faults -- schedules` is the long form. */
const schedules = 3;
const firstSeed = Number(process.env.PYCHAT_SEED ?? 1);

test(
  `nothing is lost, doubled, out of order or stuck with ${schedules} schedules of real processes`,
  { timeout: 180_000 },
  async () => {
    const tally = newTally();
    const seeds = Array.from({ length: schedules }, (_, index) => firstSeed + index);
    const work = async (seed: number): Promise<void> =>
      addTally(tally, tallyOf(seed, await happen(seed, 'relay')));
    await Promise.all(seeds.map(work));
    expect(tally.said).toBeGreaterThan(5 * schedules);
    expect(tally.violations).toEqual({});
  },
);
