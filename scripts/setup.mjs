// What must be there before anything else runs. Node's own modules only; works on Node 20.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageFile, root } from './paths.mjs';
import { withoutWindow } from './quickBrowser.mjs';
import { whileSaying } from './waiting.mjs';
import { exitOf, findCommand, run, start, whenAskedToEnd } from './processes.mjs';

const onWindows = process.platform === 'win32';

/** Node 24, which `ensurePackages` brings: what this machine has may be older. */
const ownNode = packageFile('node', 'bin', onWindows ? 'node.exe' : 'node');

/** npm is a script on Windows, and those need a shell. */
export const npm = { command: onWindows ? 'npm.cmd' : 'npm', options: { shell: onWindows } };

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Whether node_modules holds the versions of package-lock.json. Times of files say nothing: git sets them anew. */
function isInstalled() {
  const wanted = readJson(path.join(root, 'package-lock.json'))?.packages ?? {};
  const present = readJson(packageFile('.package-lock.json'))?.packages ?? {};
  const isThere = ([where, { version, optional }]) => optional || present[where]?.version === version;
  return (
    existsSync(ownNode) &&
    Object.entries(wanted)
      .filter(([where]) => where !== '')
      .every(isThere)
  );
}

/** The only packages whose install scripts run (`.npmrc` switches them off): each fetches a program. */
const installScripts = ['esbuild', 'node'];

async function runNpm(...args) {
  const options = { cwd: root, quiet: true, ...npm.options };
  const { code, output } = await run(npm.command, [...args, '--loglevel=error'], options);
  if (code !== 0) throw new Error(`npm ${args[0]} failed:\n${output}`);
}

/** Installs the packages of package-lock.json unless they are there. Throws when npm fails. */
export async function ensurePackages() {
  if (isInstalled()) return;
  await whileSaying('Installing packages (about a minute, once)', async () => {
    await runNpm('ci');
    await runNpm('rebuild', ...installScripts, '--ignore-scripts=false');
  });
}

/**
 * Goes on in Node 24 when this is an older one: runs the same script again and ends with its exit code.
 * Returns at once when this is Node 24 already.
 * @param {string} scriptUrl import.meta.url of the script
 */
export async function continueOnOwnNode(scriptUrl) {
  if (Number(process.versions.node.split('.')[0]) >= 24) return;
  const PATH = [packageFile('.bin'), process.env.PATH].join(path.delimiter);
  const args = [fileURLToPath(scriptUrl), ...process.argv.slice(2)];
  const child = start(ownNode, args, { stdio: 'inherit', env: { ...process.env, PATH } });
  whenAskedToEnd(() => child.kill('SIGTERM'));
  process.exit(await exitOf(child));
}

/**
 * Runs a script with its packages and on its own Node; what goes wrong is printed, and the exit code is 1.
 * @param {string} scriptUrl import.meta.url of the script
 * @param {() => Promise<unknown>} main false when not all went well
 */
export async function runScript(scriptUrl, main) {
  try {
    await ensurePackages();
    await continueOnOwnNode(scriptUrl);
    if ((await main()) === false) process.exitCode = 1;
  } catch (error) {
    console.error(`${path.basename(fileURLToPath(scriptUrl), '.mjs')}: ${error.stack}`);
    process.exitCode = 1;
  }
}

/** Debian's packages, each with how to see that it is there. */
const systemPackages = {
  chromium: () => findCommand('chromium'),
  irssi: () => findCommand('irssi'),
  'weechat-curses': () => findCommand('weechat-curses'),
  // The one that tells who is typing.
  'weechat-plugins': () => hasLibrary('weechat/plugins/typing.so'),
  tmux: () => findCommand('tmux'),
  openssl: () => findCommand('openssl'),
  python3: () => findCommand('python3'),
  'testssl.sh': () => findCommand('testssl'),
  'fonts-dejavu-core': () => hasFont('dejavu/DejaVuSansMono.ttf'),
  'fonts-noto-core': () => hasFont('noto/NotoSansHebrew-Regular.ttf'),
  'fonts-noto-color-emoji': () => hasFont('noto/NotoColorEmoji.ttf'),
};

/** Libraries are in a folder for each kind of processor. */
const hasLibrary = file =>
  readdirSync('/usr/lib').some(folder => existsSync(path.join('/usr/lib', folder, file)));

const hasFont = file => existsSync(path.join('/usr/share/fonts/truetype', file));

/** Servers that the relay is measured against, and that tests join. */
const otherServers = {
  inspircd: () => findCommand('inspircd') ?? findCommand('../sbin/inspircd'),
  ngircd: () => findCommand('ngircd') ?? findCommand('../sbin/ngircd'),
};

/**
 * Like `ensureSystemPackages`, for servers: the benchmark of the relay does without them if it must. Not where
 * systemd runs: their packages would have it start them, for everybody to reach.
 */
export async function ensureOtherServers() {
  return existsSync('/run/systemd/system') ? [] : ensureSystemPackages(otherServers);
}

/** Like `ensureSystemPackages`, for a browser that tests of pages are quicker with and do without if they must. */
export function ensureQuickBrowser() {
  return ensureSystemPackages({ [withoutWindow]: () => findCommand(withoutWindow) });
}

/**
 * Names those of Debian's packages that are missing, after trying to install them where this may be done.
 * Elsewhere than on Linux there is nothing to look for: tests that need them say so.
 * @returns {Promise<string[]>}
 */
export async function ensureSystemPackages(packages = systemPackages) {
  if (process.platform !== 'linux') return [];
  const missing = () => Object.keys(packages).filter(name => !packages[name]());
  const wanted = missing();
  if (wanted.length === 0 || process.getuid() !== 0 || !findCommand('apt-get')) return wanted;
  console.log(`Installing ${wanted.join(', ')} (apt-get)…`);
  // The run level is that of maintenance, in which no service is started.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  await run('apt-get', ['update', '-q'], { quiet: true, env });
  const { output } = await run('apt-get', ['install', '-qy', '--no-install-recommends', ...wanted], {
    quiet: true,
    env,
  });
  const left = missing();
  if (left.length > 0) console.error(output);
  return left;
}

/** What a person without the right to install packages is told. */
export const howToInstall = packages =>
  `Missing: ${packages.join(', ')}. As root: apt-get install ${packages.join(' ')}`;
