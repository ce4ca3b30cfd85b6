// Does to real processes what happens to them, and looks for what is lost.
//   npm run faults -- kills [--rounds N] [--seed N] [--again]
//     SIGKILL of pychat-relay --data at N random moments under load.
//   npm run faults -- schedules [--rounds N] [--seed N] [--server relay|inspircd|ngircd] [--at-once N] [--again]
//     N schedules of the simulation with real processes, and TLS through a proxy that breaks, stalls and delays. What
//     happened with a seed that fails is in .cache/faults/SERVER-SEED.txt.
// What was done is kept in .cache/faults/*.json and goes on with the next seed; --again forgets it.
// Schedules that have failed are done again.
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { numberOf } from './options.mjs';
import { cacheFolder, root } from './paths.mjs';
import { runScript } from './setup.mjs';

const options = {
  rounds: { type: 'string' },
  seed: { type: 'string', default: '1' },
  server: { type: 'string', default: 'relay' },
  'at-once': { type: 'string', default: '6' },
  again: { type: 'boolean', default: false },
};

const folder = path.join(cacheFolder, 'faults');
/** Rounds of killing that share a seed and a data folder. */
const roundsOfSeed = 10;

/** What was done so far, in a file. */
class Sum {
  #file;
  value;

  constructor(name, nothing, isAgain) {
    mkdirSync(folder, { recursive: true });
    this.#file = path.join(folder, `${name}.json`);
    this.value = nothing;
    try {
      if (!isAgain) this.value = JSON.parse(readFileSync(this.#file, 'utf8'));
    } catch {
      // It is the first time.
    }
  }

  save() {
    writeFileSync(this.#file, JSON.stringify(this.value));
  }
}

/** Of so many seeds those that are not done. */
function seedsLeft(first, count, isDone) {
  const seeds = Array.from({ length: count }, (_, index) => first + index);
  return seeds.filter(seed => !isDone(seed));
}

async function kills({ rounds = '1000', seed, again }) {
  const { killRounds } = await import('../test/relay/program/killRounds.ts');
  const sum = new Sum('kills', { seeds: [], rounds: 0, echoed: 0, failures: [] }, again);
  const count = Math.ceil(numberOf(rounds, 'rounds') / roundsOfSeed);
  for (const next of seedsLeft(numberOf(seed, 'seed'), count, one => sum.value.seeds.includes(one))) {
    const place = mkdtempSync(path.join(tmpdir(), 'pychat-faults-'));
    try {
      const report = await killRounds(path.join(place, 'data'), { seed: next, rounds: roundsOfSeed });
      for (const failure of report.failures) console.log(failure);
      const { seeds, rounds, echoed, failures } = sum.value;
      sum.value = {
        seeds: [...seeds, next],
        rounds: rounds + report.rounds,
        echoed: echoed + report.echoed,
        failures: [...failures, ...report.failures],
      };
      sum.save();
    } finally {
      rmSync(place, { recursive: true, force: true });
    }
    const { value } = sum;
    console.log(`${value.rounds} kills, ${value.echoed} lines heard back, ${value.failures.length} failures`);
  }
  return sum.value.failures.length === 0;
}

/** @returns the relay as it is built, of this run alone */
async function builtRelay() {
  await build();
  const program = path.join(folder, `pychat-relay-${process.pid}.js`);
  copyFileSync(path.join(root, 'dist', 'pychat-relay.js'), program);
  return program;
}

/** It is as one that failed, and done again next time. */
function notDone(error) {
  const violations = [{ kind: 'notDone', what: String(error) }];
  return { violations, said: 0, gaps: 0, falseGaps: 0, displaced: 0 };
}

/** @returns what it came to */
async function schedule(seed, server, { happen, tallyOf }) {
  const lines = [];
  const trace = text => lines.push(text);
  const verdict = await happen(seed, server, trace).catch(error => notDone(error));
  for (const { kind, what } of verdict.violations) console.log(`seed ${seed}: ${kind}: ${what}`);
  if (verdict.violations.length > 0)
    writeFileSync(path.join(folder, `${server}-${seed}.txt`), `${lines.join('\n')}\n`);
  return tallyOf(seed, verdict);
}

async function schedules({ rounds, seed: first, server, again, 'at-once': atOnce }) {
  const program = await builtRelay();
  process.env.PYCHAT_RELAY ??= program;
  const real = await import('../test/simulation/real/happen.ts');
  if (!real.isServer(server)) throw new Error('--server takes relay, inspircd or ngircd');
  const tallies = await import('../test/simulation/tally.ts');
  /** What each seed came to. */
  const sum = new Sum(server, {}, again);
  const count = numberOf(rounds ?? (server === 'relay' ? '300' : '100'), 'rounds');
  const left = seedsLeft(numberOf(first, 'seed'), count, seed => sum.value[seed]?.clean === 1);
  const total = tallies.newTally();
  for (const [seed, one] of Object.entries(sum.value))
    if (!left.includes(Number(seed))) tallies.addTally(total, one);
  const work = async () => {
    for (let seed = left.shift(); seed !== undefined; seed = left.shift()) {
      sum.value[seed] = await schedule(seed, server, { ...real, ...tallies });
      sum.save();
      tallies.addTally(total, sum.value[seed]);
      const { schedules: done, clean, said, gaps } = total;
      console.log(`${done} schedules, ${clean} clean, ${said} lines said, ${gaps} gaps`);
    }
  };
  try {
    await Promise.all(Array.from({ length: numberOf(atOnce, 'at-once') }, work));
  } finally {
    rmSync(program);
  }
  return total.clean === total.schedules;
}

async function main() {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [what] = positionals;
  if (positionals.length !== 1 || (what !== 'kills' && what !== 'schedules'))
    throw new Error('takes what to do: kills or schedules');
  return what === 'kills' ? kills(values) : schedules(values);
}

await runScript(import.meta.url, main);
