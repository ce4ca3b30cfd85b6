import { LoadProcess } from './loadProcess.ts';
import type { Entry, Figures, Scenario } from './scenarios.ts';
import type { Surroundings } from './servers/server.ts';

/** Figures of one round by the name of the entry; those that failed are missing. */
export type Round = Readonly<Record<string, Figures>>;

export interface Measured {
  readonly scenario: Scenario;
  readonly rounds: readonly Round[];
}

export interface Measurements {
  readonly measured: readonly Measured[];
  /** What went wrong, for people. */
  readonly failures: readonly string[];
}

/** A server of its own for every single run. */
export async function measureOnce(entry: Entry, surroundings: Surroundings): Promise<Figures> {
  const server = await entry.contestant.start(surroundings);
  try {
    await using load = new LoadProcess();
    return await entry.measure(server, load);
  } finally {
    await server.stop();
  }
}

/** Messages that were lost or worse, for people; '' when all is well. */
export function faultsIn({ faults }: Figures): string {
  if (faults === undefined) return '';
  return Object.entries(faults)
    .filter(([, count]) => count !== 0)
    .map(([what, count]) => `${count} ${what}`)
    .join(', ');
}

/** Measures every entry of every scenario once a round, one after the other. */
export async function measureRounds(
  scenarios: readonly Scenario[],
  { runs, surroundings, log }: { runs: number; surroundings: Surroundings; log: (text: string) => void },
): Promise<Measurements> {
  const failures: string[] = [];
  const rounds = scenarios.map((): Record<string, Figures>[] => []);
  const measure = async (entry: Entry, scenario: Scenario, round: Record<string, Figures>): Promise<void> => {
    const where = `${scenario.name}, ${entry.name}`;
    try {
      const figures = await measureOnce(entry, surroundings);
      round[entry.name] = figures;
      if (faultsIn(figures) !== '') failures.push(`${where}: messages ${faultsIn(figures)}`);
      log(`  ${where}: ${brief(figures)}`);
    } catch (error) {
      failures.push(`${where}: ${error instanceof Error ? error.message : String(error)}`);
      log(`  ${where}: failed`);
    }
  };
  for (let run = 1; run <= runs; run++) {
    for (const [index, scenario] of scenarios.entries()) {
      log(`Round ${run} of ${runs}: ${scenario.title}`);
      const round: Record<string, Figures> = {};
      const present = scenario.entries.filter(({ contestant }) => contestant.missing === '');
      for (const entry of present) await measure(entry, scenario, round);
      rounds[index]?.push(round);
    }
  }
  return {
    failures,
    measured: scenarios.map((scenario, index) => ({ scenario, rounds: rounds[index] ?? [] })),
  };
}

const brief = ({ values }: Figures): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${value.toPrecision(4)}`)
    .join(', ');
