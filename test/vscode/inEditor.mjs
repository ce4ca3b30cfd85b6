// Runs a suite inside an extension host of a real VS Code.
// PYCHAT_VSCODE names a desktop VS Code, or is 'download'; otherwise VS Code's server stands for it.
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { packageFile, root } from '../../scripts/paths.mjs';

function executable() {
  const named = process.env.PYCHAT_VSCODE;
  if (named === 'download') return {};
  if (named) return { vscodeExecutablePath: named };
  if (process.platform === 'win32') throw new Error('Name a VS Code in PYCHAT_VSCODE (or "download").');
  const standIn = path.join(root, 'scripts', 'vscodeStandIn.mjs');
  chmodSync(standIn, 0o755);
  return { vscodeExecutablePath: standIn };
}

const common = { bundle: true, platform: 'node', target: 'node22', sourcemap: 'inline', logLevel: 'warning' };

/** Bundles the suite, and beside it what suites start as a process of its own. */
async function bundle(entry, folder) {
  const suite = path.join(folder, 'index.cjs');
  await build({ ...common, entryPoints: [entry], outfile: suite, format: 'cjs', external: ['vscode'] });
  const members = path.join(root, 'test/support/members.ts');
  await build({
    ...common,
    entryPoints: [members],
    outfile: path.join(folder, 'members.mjs'),
    format: 'esm',
  });
  return suite;
}

/** What the editor said last. */
function lastWords(userData) {
  return ['workbench.log', 'server.log']
    .map(name => [name, path.join(userData, name)])
    .filter(([, file]) => existsSync(file))
    .map(([name, file]) => `${name}:\n${readFileSync(file, 'utf8').split('\n').slice(-40).join('\n')}`)
    .join('\n');
}

/**
 * Opens an editor of its own in an empty workspace, runs the suite in its extension host, and closes it.
 * @param {object} what
 * @param {string} what.entry the suite's source; it exports `run()`
 * @param {string} what.report a file that the suite writes; it finds the path in PYCHAT_SUITE_REPORT
 * @param {string} [what.extension] the folder of the extension under development
 * @returns {Promise<{ code: number, report: any, lastWords: string }>} report is undefined when none was written
 */
export async function runInEditor({ entry, report, extension = root }) {
  const suite = await bundle(entry, path.join(path.dirname(report), path.basename(report, '.json')));
  rmSync(report, { force: true });
  const data = mkdtempSync(path.join(tmpdir(), 'pychat-suite-'));
  const workspace = path.join(data, 'workspace');
  const user = path.join(data, 'user');
  mkdirSync(workspace);
  try {
    // The stand-in's first line asks for "node": let that be the one with which this runs.
    process.env.PATH = [packageFile('.bin'), process.env.PATH].join(path.delimiter);
    const code = await runTests({
      ...executable(),
      extensionDevelopmentPath: extension,
      extensionTestsPath: suite,
      extensionTestsEnv: { PYCHAT_SUITE_REPORT: report },
      launchArgs: [workspace, '--disable-extensions', `--user-data-dir=${user}`],
    }).catch(error => {
      console.error(error instanceof Error ? error.message : error);
      return 1;
    });
    const written = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined;
    return { code, report: written, lastWords: lastWords(user) };
  } finally {
    rmSync(data, { recursive: true, force: true, maxRetries: 5 });
  }
}
