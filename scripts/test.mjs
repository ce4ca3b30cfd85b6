// Runs every test there is, on a machine with nothing but Node and npm.
//   node scripts/test.mjs [--only STAGE]
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder, packageFile, root } from './paths.mjs';
import { run, whenAskedToEnd } from './processes.mjs';
import {
  continueOnOwnNode,
  ensureOtherServers,
  ensurePackages,
  ensureQuickBrowser,
  ensureSystemPackages,
  howToInstall,
} from './setup.mjs';

const reports = path.join(cacheFolder, 'test');
const stageTimeoutMs = 20 * 60_000;

/** Adds what a report counts; a run that failed without a failed test (a threshold, a crash) counts as one more. */
function tally(code, { passed, failed }) {
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed };
}

function readReport(file, read) {
  if (!existsSync(file)) return { passed: 0, failed: 0 };
  return read(JSON.parse(readFileSync(file, 'utf8')));
}

async function runNode(args, niceness = 0) {
  const { code } = await run(process.execPath, args, { cwd: root, timeoutMs: stageTimeoutMs, niceness });
  return code;
}

/** How far back stands what needs nothing but the processor, beside what may not wait for it. */
const besideNiceness = 10;

/** Runs vitest and counts its tests; a file that cannot even be loaded counts as a failed one. */
async function vitest(name, args, niceness = 0) {
  const report = path.join(reports, `${name}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await runNode([packageFile('vitest', 'vitest.mjs'), 'run', ...reporters, ...args], niceness);
  const counts = readReport(report, ({ numPassedTests, numFailedTests, testResults }) => {
    const broken = testResults.filter(file => file.status === 'failed' && file.assertionResults.length === 0);
    return { passed: numPassedTests, failed: numFailedTests + broken.length };
  });
  return tally(code, counts);
}

/** One command that passes or fails as a whole. */
async function one(args) {
  const code = await runNode(args);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
}

async function insideTheEditor() {
  const report = path.join(reports, 'suite.json');
  const code = await runNode(['test/vscode/run.mjs', report]);
  return tally(
    code,
    readReport(report, counts => counts),
  );
}

/** Editors that are killed, put to sleep, and driven for minutes. */
function longEditors() {
  process.env.PYCHAT_LONG = '1';
  return vitest('long', ['--config', 'test/vscode/vitest.config.ts']);
}

/**
 * Stages in order. `needs` names what `--only` must run before; what is `beside` another one runs while that waits for an
 * editor most of the time. What `isAsked` runs with `--only` alone.
 */
const stages = {
  unit: { run: () => vitest('unit', ['--coverage', '--project', 'unit', '--project', 'app']) },
  worlds: { beside: 'suite', run: () => vitest('worlds', ['--project', 'worlds'], besideNiceness) },
  clients: { beside: 'suite', run: () => vitest('clients', ['--config', 'test/clients/vitest.config.ts']) },
  browser: { run: () => vitest('browser', ['--config', 'vitest.browser.config.ts']) },
  package: { run: () => one(['scripts/package.mjs']) },
  audit: { needs: ['package'], run: () => one(['scripts/audit.mjs']) },
  suite: { needs: ['package'], run: insideTheEditor },
  vscode: { needs: ['package'], run: () => vitest('vscode', ['--config', 'test/vscode/vitest.config.ts']) },
  long: { needs: ['package'], isAsked: true, run: longEditors },
  check: { beside: 'vscode', run: async () => (await import('./check.mjs')).check(besideNiceness) },
};

/** Names of the stages to run; `--only vscode` takes the suite inside the editor with it. */
function chosen() {
  const at = process.argv.indexOf('--only');
  if (at < 0) return Object.keys(stages).filter(name => stages[name].isAsked !== true);
  const only = process.argv[at + 1];
  if (!(only in stages)) throw new Error(`--only takes one of: ${Object.keys(stages).join(', ')}`);
  return [...(stages[only].needs ?? []), ...(only === 'vscode' ? ['suite'] : []), only];
}

async function runStage(name) {
  console.log(`\n== ${name}`);
  const started = performance.now();
  const result = await stages[name].run().catch(error => {
    console.error(error);
    return { passed: 0, failed: 1 };
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`== ${name}: ${result.passed} passed, ${result.failed} failed (${seconds} s)`);
  return result;
}

/** Counts together what the stages count; the last line is theirs, whatever happens. */
async function runAll() {
  const total = { passed: 0, failed: 0 };
  const fail = error => {
    console.error(`test: ${error.message}`);
    total.failed += 1;
  };
  process.on('exit', () => console.log(`\n${total.passed} passed, ${total.failed} failed`));
  whenAskedToEnd(signal => {
    fail(new Error(`ended by ${signal}`));
    process.exit(130);
  });
  try {
    const missing = await ensureSystemPackages();
    if (missing.length > 0) fail(new Error(howToInstall(missing)));
    await ensureQuickBrowser();
    await ensureOtherServers();
    rmSync(reports, { recursive: true, force: true });
    mkdirSync(reports, { recursive: true });
    const names = chosen();
    for (const name of names.filter(each => !names.includes(stages[each].beside))) {
      const together = [name, ...names.filter(each => stages[each].beside === name)];
      for (const { passed, failed } of await Promise.all(together.map(runStage))) {
        total.passed += passed;
        total.failed += failed;
      }
    }
  } catch (error) {
    fail(error);
  }
  process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
}

try {
  await ensurePackages();
} catch (error) {
  console.error(`test: ${error.message}\n\n0 passed, 1 failed`);
  process.exit(1);
}
await continueOnOwnNode(import.meta.url);
await runAll();
