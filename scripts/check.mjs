// Everything that can be said about the code without running it.
import { pathToFileURL } from 'node:url';
import { packageFile, root } from './paths.mjs';
import { run } from './processes.mjs';
import { continueOnOwnNode, ensurePackages } from './setup.mjs';

const tsc = folder => [packageFile('typescript', 'bin', 'tsc'), '--noEmit', '-p', folder];

const knip = (...args) => [packageFile('knip', 'bin', 'knip.js'), '--no-progress', ...args];

/** Tests are not users: what nothing but they import is dead weight in the product. */
const productOnly = ['--production', '--config', 'knip.production.json', '--include', 'files,exports,types'];

/** Name of each check, and what Node runs for it. Those that take long come first, so that the rest fill the gaps. */
const checks = [
  ['lint', [packageFile('eslint', 'bin', 'eslint.js'), '--max-warnings', '0', '.']],
  ['types', tsc('.')],
  ['types of the page', tsc('src/panel/webview')],
  ['types of irc', tsc('src/irc')],
  ['types of chat', tsc('src/chat')],
  ['types of code', tsc('src/code')],
  ['types of common', tsc('src/common')],
  ['types of conversation', tsc('src/conversation')],
  ['format', [packageFile('prettier', 'bin', 'prettier.cjs'), '--check', '--log-level', 'warn', '.']],
  ['import fences', [packageFile('dependency-cruiser', 'bin', 'dependency-cruiser.mjs'), 'src']],
  ['structure', ['scripts/structure.mjs']],
  ['dead code', knip()],
  ['code that only tests use', knip(...productOnly)],
];

const checkTimeoutMs = 10 * 60_000;
const atATime = 2;

async function runCheck([name, args], niceness) {
  const started = performance.now();
  const options = {
    cwd: root,
    quiet: true,
    timeoutMs: checkTimeoutMs,
    niceness,
    env: { ...process.env, NO_COLOR: '1' },
  };
  const { code, output } = await run(process.execPath, args, options);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`  ${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  if (code !== 0) console.log(output.trimEnd());
  return code === 0;
}

/** Runs all checks, also after one failed. @param {number} [niceness] up to 19: then other programs come first */
export async function check(niceness = 0) {
  const waiting = [...checks];
  const passed = [];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift())
      passed.push(await runCheck(next, niceness));
  };
  await Promise.all(Array.from({ length: atATime }, work));
  const good = passed.filter(Boolean).length;
  return { passed: good, failed: passed.length - good };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await ensurePackages();
  await continueOnOwnNode(import.meta.url);
  const { passed, failed } = await check();
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
