import type { Verdict } from './verdict/verdict.ts';

/** Seeds that are kept of each kind of violation: the first ones. */
const maxSeeds = 20;

interface Found {
  /** Schedules in which there was one, and how many there were. */
  schedules: number;
  times: number;
  seeds: number[];
}

/** What many schedules came to, as plain data. */
export interface Tally {
  schedules: number;
  /** Schedules without a violation. */
  clean: number;
  said: number;
  gaps: number;
  falseGaps: number;
  displaced: number;
  violations: Record<string, Found>;
}

export function newTally(): Tally {
  return { schedules: 0, clean: 0, said: 0, gaps: 0, falseGaps: 0, displaced: 0, violations: {} };
}

/** What one schedule came to. */
export function tallyOf(seed: number, { violations, said, gaps, falseGaps, displaced }: Verdict): Tally {
  const tally = newTally();
  for (const { kind } of violations) {
    const found = (tally.violations[kind] ??= { schedules: 1, times: 0, seeds: [seed] });
    found.times++;
  }
  return { ...tally, schedules: 1, clean: violations.length === 0 ? 1 : 0, said, gaps, falseGaps, displaced };
}

/** Adds the second to the first. */
export function addTally(sum: Tally, { violations, ...counts }: Tally): void {
  for (const [name, count] of Object.entries(counts)) sum[name as keyof typeof counts] += count;
  for (const [kind, { schedules, times, seeds }] of Object.entries(violations)) {
    const found = (sum.violations[kind] ??= { schedules: 0, times: 0, seeds: [] });
    found.schedules += schedules;
    found.times += times;
    found.seeds = [...found.seeds, ...seeds].slice(0, maxSeeds);
  }
}
