import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createIdentity, type Identity } from '../../../src/trust/identity.ts';
import { buildPrograms, removePrograms } from './builtPrograms.ts';
import { type RelayReport, relayTable, reportRelays } from './report.ts';
import { measureRounds } from './rounds.ts';
import { type Scenario, scenarios } from './scenarios.ts';
import { contestants } from './servers/contestants.ts';
import type { Surroundings } from './servers/server.ts';

export interface RelayBenchOptions {
  readonly runs: number;
  /** Names of scenarios; all when there is none. */
  readonly measure: readonly string[];
  /** In a real editor as well. */
  readonly inEditor: boolean;
  readonly log: (text: string) => void;
}

/** A folder that servers under users of their own can read; the key in it lives as long as the benchmark. */
function prepare(identity: Identity): Surroundings {
  const folder = mkdtempSync(path.join(tmpdir(), 'pychat-bench-'));
  chmodSync(folder, 0o755);
  const certificate = path.join(folder, 'certificate.pem');
  const key = path.join(folder, 'key.pem');
  writeFileSync(certificate, identity.certificate);
  writeFileSync(key, identity.privateKey);
  return { folder, certificate, key };
}

function choose(all: readonly Scenario[], names: readonly string[]): readonly Scenario[] {
  const unknown = names.filter(name => !all.some(scenario => scenario.name === name));
  if (unknown.length === 0) return names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
  throw new Error(`--measure takes ${all.map(({ name }) => name).join(', ')}; not ${unknown.join(', ')}`);
}

/** Builds the programs, works with them, and removes them. */
export async function withPrograms<T>(
  work: (identity: Identity, surroundings: Surroundings) => Promise<T>,
): Promise<T> {
  const identity = await createIdentity({ name: 'bench', now: new Date() });
  const surroundings = prepare(identity);
  const tidyUp = (): void => {
    rmSync(surroundings.folder, { recursive: true, force: true });
    removePrograms();
  };
  // Whoever presses Ctrl+C ends the process in the middle.
  process.once('exit', tidyUp);
  try {
    await buildPrograms();
    return await work(identity, surroundings);
  } finally {
    process.off('exit', tidyUp);
    tidyUp();
  }
}

/**
 * Measures the relay against other servers, each alone with the load generator, one after the other.
 *
 * @returns the report for a file, and the same for people
 */
export function measureRelays(options: RelayBenchOptions): Promise<{ report: RelayReport; table: string }> {
  return withPrograms(async (identity, surroundings) => {
    const chosen = choose(scenarios(identity, contestants(options.inEditor)), options.measure);
    const measurements = await measureRounds(chosen, { ...options, surroundings });
    const report = reportRelays(measurements);
    return { report, table: relayTable(measurements, report) };
  });
}
