// Lets random input, steered by what code it reaches, look for faults.
//   npm run fuzz [-- [--seconds N] [--check] [--input FILE] [TARGET…]]
// TARGET: framing, message, session, client (all). Each runs for N seconds (600); what it finds worth keeping goes into
// test/fuzz/corpus/TARGET. An input that takes too much time or memory is a finding, too. --check tries what is kept there, then a few seconds more, and leaves the corpus as it is.
// --input tries one file only, such as a crash found before.
import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { cacheFolder, packageFile, root } from './paths.mjs';
import { run } from './processes.mjs';
import { runScript } from './setup.mjs';

/** Each with the longest input that makes sense for it. */
const targets = {
  framing: { maxBytes: 2000, isSync: true },
  message: { maxBytes: 600, isSync: true },
  session: { maxBytes: 700, isSync: false },
  client: { maxBytes: 900, isSync: false },
};

const folder = path.join(cacheFolder, 'fuzz');
const crashes = path.join(folder, 'crashes');
const corpusOf = name => path.join(root, 'test', 'fuzz', 'corpus', name);
/** As much of a corpus is kept, the smallest inputs first. */
const maxCorpusBytes = 200 * 1024;
/** What one input may take, in seconds: far more than any does. */
const inputSeconds = 20;
const checkSeconds = 5;
/** Besides the time asked for: to start, and to try what is kept. */
const graceMs = 10 * 60_000;

/** Bundles a target to the one form that can be instrumented as it is loaded. @returns the file */
async function bundle(name) {
  const { build } = await import('esbuild');
  const outfile = path.join(folder, `${name}.cjs`);
  await build({
    entryPoints: [path.join(root, 'test', 'fuzz', `${name}.fuzz.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    sourcemap: 'inline',
    external: ['@jazzer.js/core'],
    logLevel: 'warning',
  });
  return outfile;
}

/** Runs the fuzzer on `paths`, folders or one file, with options of libFuzzer. @returns its exit code and output */
async function fuzzer(name, paths, options, { seconds, quiet }) {
  const { isSync, maxBytes } = targets[name];
  const args = [
    packageFile('@jazzer.js', 'core', 'dist', 'cli.js'),
    ...[path.join(folder, `${name}.cjs`), ...paths, ...(isSync ? ['--sync'] : [])],
    // The detectors are for code that reads files and starts programs.
    ...[
      '-i',
      folder,
      '-e',
      'node_modules',
      '--disableBugDetectors',
      '.*',
      '--timeout',
      String(inputSeconds * 1000),
    ],
    ...['--', `-max_len=${maxBytes}`, `-artifact_prefix=${path.join(crashes, `${name}-`)}`, ...options],
  ];
  // In the environment, because a merge starts the fuzzer again and again.
  const NODE_OPTIONS = `--import=${pathToFileURL(path.join(root, 'test', 'fuzz', 'native', 'load.mjs')).href}`;
  const env = { ...process.env, NODE_OPTIONS };
  return run(process.execPath, args, { cwd: root, env, quiet, timeoutMs: seconds * 1000 + graceMs });
}

function bySize(place) {
  const files = readdirSync(place).map(name => path.join(place, name));
  return files.map(file => ({ file, size: statSync(file).size })).sort((a, b) => a.size - b.size);
}

/** Puts the fewest inputs that reach all that is reached in place of the old ones. */
async function keep(name, found) {
  const [old, merged] = [corpusOf(name), path.join(folder, 'merged', name)];
  rmSync(merged, { recursive: true, force: true });
  mkdirSync(merged, { recursive: true });
  // The first of the two is what makes jazzer.js ready to start itself again.
  const options = ['-merge=1', '-set_cover_merge=1'];
  const { code, output } = await fuzzer(name, [merged, old, found], options, { seconds: 0, quiet: true });
  const files = bySize(merged);
  if (code !== 0 || files.length === 0) throw new Error(`the corpus could not be merged\n${output}`);
  let bytes = 0;
  for (const { file, size } of files) {
    bytes += size;
    if (bytes > maxCorpusBytes) rmSync(file);
  }
  rmSync(old, { recursive: true });
  renameSync(merged, old);
  const kept = bySize(old);
  const kibibytes = kept.reduce((sum, { size }) => sum + size, 0) / 1024;
  console.log(`${name}: kept ${kept.length} inputs, ${kibibytes.toFixed(0)} KiB`);
}

/** What libFuzzer says at the end: how many inputs ran and what they reached. */
function figures(output) {
  const runs = /Done (\d+) runs|#(\d+)\s+DONE/.exec(output)?.slice(1).find(Boolean) ?? '?';
  const reached = output.match(/cov: (\d+) ft: (\d+)/g)?.at(-1) ?? '';
  return `${runs} inputs, ${reached.replace('cov:', 'edges').replace('ft:', 'features')}`;
}

/** The part of the output that a person needs: the error and the script that led to it. */
function failure(output) {
  const at = output.indexOf('==');
  return output
    .slice(Math.max(0, at))
    .replace(/^(#\d+|INFO:|MS:|0x).*\n/gm, '')
    .slice(0, 8000)
    .trimEnd();
}

/** @returns whether nothing was found */
async function look(name, { seconds, isCheck }) {
  await bundle(name);
  // What a check finds worth keeping, it throws away, lest the next one be another.
  const found = path.join(folder, isCheck ? 'checked' : 'found', name);
  rmSync(found, { recursive: true, force: true });
  for (const place of [found, crashes, corpusOf(name)]) mkdirSync(place, { recursive: true });
  const before = new Set(readdirSync(crashes));
  const options = [`-max_total_time=${seconds}`, '-len_control=0', ...(isCheck ? ['-seed=1'] : [])];
  const started = performance.now();
  const { code, output } = await fuzzer(name, [found, corpusOf(name)], options, { seconds, quiet: true });
  const took = ((performance.now() - started) / 1000).toFixed(1);
  if (code === 0) {
    console.log(`${name}: nothing found by ${figures(output)}, in ${took} s`);
    if (!isCheck) await keep(name, found);
    return true;
  }
  console.log(`${name}: FAILED after ${took} s\n${failure(output)}`);
  for (const file of readdirSync(crashes).filter(file => !before.has(file)))
    console.log(
      `\nAgain: node scripts/fuzz.mjs --input ${path.relative(root, path.join(crashes, file))} ${name}`,
    );
  return false;
}

async function again(name, file) {
  await bundle(name);
  mkdirSync(crashes, { recursive: true });
  const { code } = await fuzzer(name, [path.resolve(file)], [], { seconds: 0, quiet: false });
  return code === 0;
}

async function main() {
  const { values, positionals } = parseArgs({
    options: { seconds: { type: 'string' }, check: { type: 'boolean' }, input: { type: 'string' } },
    allowPositionals: true,
  });
  const isCheck = values.check === true;
  const seconds = Number(values.seconds ?? (isCheck ? checkSeconds : 600));
  if (!Number.isInteger(seconds) || seconds < 1) throw new Error('--seconds takes a number from 1 on');
  const names = positionals.length === 0 ? Object.keys(targets) : positionals;
  for (const name of names) if (!Object.hasOwn(targets, name)) throw new Error(`no target ${name}`);
  let isGood = true;
  for (const name of names) {
    const good =
      values.input === undefined ? await look(name, { seconds, isCheck }) : await again(name, values.input);
    isGood &&= good;
  }
  return isGood;
}

await runScript(import.meta.url, main);
