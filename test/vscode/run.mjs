// Runs test/vscode/suite inside an extension host: node test/vscode/run.mjs [REPORT.json]
// PYCHAT_VSCODE names a desktop VS Code, or is 'download'; otherwise VS Code's server stands for it.
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { cacheFolder, packageFile, root } from '../../scripts/paths.mjs';

const suite = path.join(cacheFolder, 'vscode-suite', 'index.cjs');

function executable() {
  const named = process.env.PYCHAT_VSCODE;
  if (named === 'download') return {};
  if (named) return { vscodeExecutablePath: named };
  if (process.platform === 'win32') throw new Error('Name a VS Code in PYCHAT_VSCODE (or "download").');
  const standIn = path.join(root, 'scripts', 'vscodeStandIn.mjs');
  chmodSync(standIn, 0o755);
  return { vscodeExecutablePath: standIn };
}

await build({
  entryPoints: [path.join(root, 'test/vscode/suite/main.ts')],
  outfile: suite,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  external: ['vscode'],
  sourcemap: 'inline',
  logLevel: 'warning',
});

const report = process.argv[2] ?? path.join(cacheFolder, 'vscode-suite', 'report.json');
rmSync(report, { force: true });

/** How each test went; when they did not even run, what the editor said last. */
function tell(userData) {
  if (existsSync(report)) {
    console.log(JSON.parse(readFileSync(report, 'utf8')).lines.join('\n'));
    return;
  }
  for (const name of ['workbench.log', 'server.log']) {
    const file = path.join(userData, name);
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    console.error(`${name}:\n${text.split('\n').slice(-40).join('\n')}`);
  }
}

const data = mkdtempSync(path.join(tmpdir(), 'pychat-suite-'));
const workspace = path.join(data, 'workspace');
mkdirSync(workspace);
try {
  // The stand-in's first line asks for "node": let that be the one with which this runs.
  process.env.PATH = [packageFile('.bin'), process.env.PATH].join(path.delimiter);
  process.exitCode = await runTests({
    ...executable(),
    extensionDevelopmentPath: root,
    extensionTestsPath: suite,
    extensionTestsEnv: { PYCHAT_SUITE_REPORT: report },
    launchArgs: [workspace, '--disable-extensions', `--user-data-dir=${path.join(data, 'user')}`],
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  tell(path.join(data, 'user'));
  rmSync(data, { recursive: true, force: true, maxRetries: 5 });
}
