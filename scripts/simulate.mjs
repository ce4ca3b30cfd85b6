// Lets schedules of breaks, sleeps and ends happen in a simulated world, and judges what everybody has read.
//   npm run simulate -- [--schedules N] [--seed S] [--workers N] [--json FILE]
//   npm run simulate -- --seed S --replay [--whole] [--kind KIND]
//   npm run simulate -- --returns N: how soon 30 who come back together are in their room again, N times
// With --json it goes on where the file says that it has stopped, and adds up. --replay shows what happens with one
// seed, of what somebody does only what it takes to fail, or to fail in one way; --whole leaves nothing out.
import { fork } from 'node:child_process';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { numberOf } from './options.mjs';
import { root } from './paths.mjs';
import { whenAskedToEnd } from './processes.mjs';
import { runScript } from './setup.mjs';

const options = {
  schedules: { type: 'string', default: '1000' },
  seed: { type: 'string', default: '1' },
  workers: { type: 'string', default: String(availableParallelism()) },
  json: { type: 'string' },
  replay: { type: 'boolean', default: false },
  returns: { type: 'string' },
  whole: { type: 'boolean', default: false },
  kind: { type: 'string' },
};

const folder = path.join(root, 'test', 'simulation');
const blockSize = 25;
const saveEveryMs = 10_000;

const load = name => import(path.join(folder, name));

/** What was done so far: all seeds from `first` up to `next`, and what they came to. */
function readProgress(file, first, newTally) {
  if (file === undefined || !existsSync(file)) return { first, next: first, seconds: 0, tally: newTally() };
  return JSON.parse(readFileSync(file, 'utf8'));
}

function save(file, progress) {
  if (file === undefined) return;
  writeFileSync(`${file}.part`, `${JSON.stringify(progress, null, 2)}\n`);
  renameSync(`${file}.part`, file);
}

/** Blocks of seeds: given out in order, added up in order, whichever is done first. */
class Blocks {
  #given;
  #end;
  #early = new Map();
  #progress;
  #add;
  isStopping = false;

  constructor(progress, schedules, add) {
    this.#progress = progress;
    this.#given = progress.next;
    this.#end = progress.first + schedules;
    this.#add = add;
  }

  /** The next one to do; undefined when there is none. */
  give() {
    const from = this.#given;
    const count = Math.min(blockSize, this.#end - from);
    if (this.isStopping || count <= 0) return undefined;
    this.#given += count;
    return { from, count };
  }

  take(block) {
    const progress = this.#progress;
    this.#early.set(block.from, block);
    for (let next = this.#early.get(progress.next); next; next = this.#early.get(progress.next)) {
      this.#early.delete(progress.next);
      progress.next += next.count;
      this.#add(progress.tally, next.tally);
    }
  }
}

/** One worker process, until there are no more blocks. */
function work(blocks, done) {
  return new Promise((resolve, reject) => {
    const child = fork(path.join(folder, 'worker.ts'), { execArgv: ['--max-semi-space-size=16'] });
    const give = () => {
      const block = blocks.give();
      if (block === undefined) child.disconnect();
      else child.send(block);
    };
    child.on('message', block => {
      blocks.take(block);
      done();
      give();
    });
    child.on('error', reject);
    child.on('exit', code => (code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`))));
    give();
  });
}

/** Runs all schedules, or until the user stops it. */
async function runAll({ schedules, workers, json }, progress, addTally) {
  const blocks = new Blocks(progress, schedules, addTally);
  whenAskedToEnd(() => (blocks.isStopping = true));
  const before = progress.seconds;
  const started = performance.now();
  let savedAt = started;
  const done = () => {
    const now = performance.now();
    progress.seconds = before + (now - started) / 1000;
    if (now - savedAt < saveEveryMs) return;
    savedAt = now;
    save(json, progress);
    console.log(`${progress.next - progress.first} of ${schedules}, ${progress.tally.clean} of them clean`);
  };
  await Promise.all(Array.from({ length: workers }, () => work(blocks, done)));
  save(json, progress);
}

function report({ first, next, seconds, tally }) {
  const { schedules, clean, said, gaps, falseGaps, displaced, violations } = tally;
  const perHour = Math.round((schedules / Math.max(seconds, 1)) * 3600);
  console.log(
    `Seeds ${first} to ${next - 1} in ${seconds.toFixed(0)} s (${perHour} an hour): ${clean} clean.`,
  );
  console.log(`${said} lines said; ${gaps} gaps, ${falseGaps} of them where nothing is missing.`);
  console.log(
    `${displaced} own lines are out of the shared order, as they are shown before the relay has them.`,
  );
  for (const [kind, { schedules: count, times, seeds }] of Object.entries(violations))
    console.log(`${kind}: ${times} in ${count} schedules, seeds ${seeds.join(' ')}`);
  return clean === schedules;
}

/** Shows one seed. @returns whether nothing was wrong */
async function replay(seed, { whole: isWhole, kind: wanted }) {
  const [{ scheduleOf }, { simulate }, { shorten }] = await Promise.all(
    ['schedule.ts', 'simulate.ts', 'shorten.ts'].map(load),
  );
  const whole = scheduleOf(seed);
  const found = await simulate(whole);
  const kinds = new Set(
    found.violations.map(({ kind }) => kind).filter(kind => wanted === undefined || kind === wanted),
  );
  const isSame = async schedule => (await simulate(schedule)).violations.some(({ kind }) => kinds.has(kind));
  const schedule = isWhole || kinds.size === 0 ? whole : await shorten(whole, isSame);
  console.log(JSON.stringify({ seed, ...schedule.setup, actions: schedule.actions.length }));
  const { hash, violations } = await simulate(schedule, { trace: text => console.log(text) });
  console.log(`${violations.length} violations; hash ${hash}`);
  return violations.length === 0;
}

/** @returns whether that is soon enough */
async function returns(seed, count) {
  const { returnsOf, shareOf } = await load('returning.ts');
  const times = await returnsOf(seed, count);
  const [half, most] = [shareOf(times, 0.5), shareOf(times, 0.99)];
  console.log(`${times.length} returns: half of them within ${half} ms, 99 of 100 within ${most} ms.`);
  return half <= 2_000 && most <= 5_000;
}

async function main() {
  const { values } = parseArgs({ options });
  const seed = numberOf(values.seed, 'seed');
  if (values.returns !== undefined) return returns(seed, numberOf(values.returns, 'returns'));
  if (values.replay) return replay(seed, values);
  const { newTally, addTally } = await load('tally.ts');
  const progress = readProgress(values.json, seed, newTally);
  const schedules = numberOf(values.schedules, 'schedules');
  const workers = numberOf(values.workers, 'workers');
  await runAll({ schedules, workers, json: values.json }, progress, addTally);
  return report(progress);
}

await runScript(import.meta.url, main);
