// Does to real processes what happens to them, and looks for what is lost.
//   npm run faults -- kills [--rounds N] [--seed N] [--again]
//     SIGKILL of pychat-relay --data at N random moments under load. What was done is kept in .cache/faults/kills.json
//     and goes on with the next seed; --again forgets it.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { numberOf } from './options.mjs';
import { cacheFolder } from './paths.mjs';
import { runScript } from './setup.mjs';

const options = {
  rounds: { type: 'string', default: '1000' },
  seed: { type: 'string', default: '1' },
  again: { type: 'boolean', default: false },
};

/** Rounds that share a seed and a data folder. */
const roundsOfSeed = 10;
const file = path.join(cacheFolder, 'faults', 'kills.json');
const nothing = { seeds: [], rounds: 0, echoed: 0, failures: [] };

function readSum() {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return nothing;
  }
}

function add(sum, seed, { rounds, echoed, failures }) {
  const next = {
    seeds: [...sum.seeds, seed],
    rounds: sum.rounds + rounds,
    echoed: sum.echoed + echoed,
    failures: [...sum.failures, ...failures],
  };
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(next));
  return next;
}

async function kills({ rounds, seed: first, again }) {
  const { killRounds } = await import('../test/relay/program/killRounds.ts');
  let sum = again ? nothing : readSum();
  const done = new Set(sum.seeds);
  for (let seed = first; seed < first + Math.ceil(rounds / roundsOfSeed); seed++) {
    if (done.has(seed)) continue;
    const folder = mkdtempSync(path.join(tmpdir(), 'pychat-faults-'));
    try {
      const report = await killRounds(path.join(folder, 'data'), { seed, rounds: roundsOfSeed });
      sum = add(sum, seed, report);
      for (const failure of report.failures) console.log(failure);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    console.log(`${sum.rounds} kills, ${sum.echoed} lines heard back, ${sum.failures.length} failures`);
  }
  return sum.failures;
}

async function main() {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (positionals.join() !== 'kills') throw new Error('takes what to do: kills');
  const failures = await kills({
    rounds: numberOf(values.rounds, 'rounds'),
    seed: numberOf(values.seed, 'seed'),
    again: values.again,
  });
  return failures.length === 0;
}

await runScript(import.meta.url, main);
