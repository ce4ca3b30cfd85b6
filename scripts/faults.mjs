// Does to real processes what happens to them, and looks for what is lost.
//   npm run faults -- kills [--rounds N] [--seed N] [--again]
//     SIGKILL of pychat-relay --data at N random moments under load.
//   npm run faults -- schedules [--rounds N] [--seed N] [--server relay|inspircd|ngircd] [--at-once N] [--again]
//     N schedules of the simulation with real processes, and TLS through a proxy that breaks, stalls and delays. What
//     happened with a seed that fails is in .cache/faults/SERVER-SEED.txt.
// What was done is kept in .cache/faults/*.json and goes on with the next seed; --again forgets it.
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

  /** Of so many seeds those that are not done. */
  seedsLeft(first, count) {
    const seeds = Array.from({ length: count }, (_, index) => first + index);
    return seeds.filter(seed => !this.value.seeds.includes(seed));
  }

  save() {
    writeFileSync(this.#file, JSON.stringify(this.value));
  }
}

async function kills({ rounds = '1000', seed, again }) {
  const { killRounds } = await import('../test/relay/program/killRounds.ts');
  const sum = new Sum('kills', { seeds: [], rounds: 0, echoed: 0, failures: [] }, again);
  const count = Math.ceil(numberOf(rounds, 'rounds') / roundsOfSeed);
  for (const next of sum.seedsLeft(numberOf(seed, 'seed'), count)) {
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

async function schedules({ rounds, seed, server, again, 'at-once': atOnce }) {
  const sum = new Sum(server, { seeds: [], tally: undefined }, again);
  const program = await builtRelay();
  process.env.PYCHAT_RELAY ??= program;
  const { happen, isServer } = await import('../test/simulation/real/happen.ts');
  if (!isServer(server)) throw new Error('--server takes relay, inspircd or ngircd');
  const { addTally, newTally, tallyOf } = await import('../test/simulation/tally.ts');
  sum.value.tally ??= newTally();
  const count = numberOf(rounds ?? (server === 'relay' ? '300' : '100'), 'rounds');
  const left = sum.seedsLeft(numberOf(seed, 'seed'), count);
  const one = async next => {
    const lines = [];
    const verdict = await happen(next, server, text => lines.push(text));
    for (const { kind, what } of verdict.violations) console.log(`seed ${next}: ${kind}: ${what}`);
    if (verdict.violations.length > 0)
      writeFileSync(path.join(folder, `${server}-${next}.txt`), `${lines.join('\n')}\n`);
    addTally(sum.value.tally, tallyOf(next, verdict));
    sum.value.seeds.push(next);
    sum.save();
    const { schedules, clean, said, gaps } = sum.value.tally;
    console.log(`${schedules} schedules, ${clean} clean, ${said} lines said, ${gaps} gaps`);
  };
  let undone = 0;
  const work = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      try {
        await one(next);
      } catch (error) {
        undone++;
        console.log(`seed ${next} was not done, and will be next time:`, error);
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: numberOf(atOnce, 'at-once') }, work));
  } finally {
    rmSync(program);
  }
  return undone === 0 && sum.value.tally.clean === sum.value.tally.schedules;
}

async function main() {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [what] = positionals;
  if (positionals.length !== 1 || (what !== 'kills' && what !== 'schedules'))
    throw new Error('takes what to do: kills or schedules');
  return what === 'kills' ? kills(values) : schedules(values);
}

await runScript(import.meta.url, main);
