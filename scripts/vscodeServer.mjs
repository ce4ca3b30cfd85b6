// VS Code's own server, workbench and extension host, from npm: the real editor where no desktop build can be had.
import { createHash } from 'node:crypto';
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createInterface } from 'node:readline';
import path from 'node:path';
import { URLSearchParams } from 'node:url';
import { withLock } from './lock.mjs';
import { root } from './paths.mjs';
import { exitOf, kill, run, start, stop } from './processes.mjs';
import { writeLogger } from './serverLogger.mjs';
import { npm } from './setup.mjs';
import { whileSaying } from './waiting.mjs';

const version = '4.139.1';
const home = path.join(root, '.vscode-test');
const inPackage = ['node_modules', 'code-server', 'lib', 'vscode'];
const startTimeoutMs = 60_000;

/** Settings that keep the workbench quiet. Trust is off because the server has no dialog to ask on. */
const quietSettings = {
  // The room's port is for the network, not for this browser.
  'remote.autoForwardPorts': false,
  'security.workspace.trust.enabled': false,
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'extensions.ignoreRecommendations': true,
  'extensions.autoCheckUpdates': false,
  'telemetry.telemetryLevel': 'off',
};

async function npmInstall(folder, args) {
  const install = ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...args];
  const { code, output } = await run(npm.command, install, { cwd: folder, quiet: true, ...npm.options });
  if (code !== 0) throw new Error(`VS Code's server could not be installed:\n${output}`);
}

const installedVersion = folder => {
  try {
    return readFileSync(path.join(folder, 'version'), 'utf8');
  } catch {
    return undefined;
  }
};

/**
 * Installs the server unless it is there.
 * An install that is cut short is never taken for a whole one: it gets its name only when it is complete.
 * @returns {Promise<string>} the folder with out/server-main.js
 */
export async function ensureServer() {
  const folder = path.join(home, 'server');
  const server = path.join(folder, ...inPackage);
  if (installedVersion(folder) === version) {
    writeLogger(server);
    return server;
  }
  await withLock(path.join(home, 'server.lock'), async () => {
    if (installedVersion(folder) === version) return;
    const unfinished = path.join(home, 'server.unfinished');
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished, { recursive: true });
    writeFileSync(path.join(unfinished, 'package.json'), '{ "private": true }');
    await whileSaying("Installing VS Code's server (about half a minute, once)", async () => {
      await npmInstall(unfinished, ['--no-save', `code-server@${version}`]);
      await npmInstall(path.join(unfinished, ...inPackage), ['--omit=dev']);
    });
    writeFileSync(path.join(unfinished, 'version'), version);
    rmSync(folder, { recursive: true, force: true });
    renameSync(unfinished, folder);
  });
  writeLogger(server);
  return server;
}

/**
 * A language for the editor without its language pack: the editor's own words stay English, extensions get
 * `vscode.env.language` and their own translations (package.nls.*.json, l10n/).
 */
function writeLanguage(dataFolder, locale) {
  const translations = path.join(dataFolder, 'data', 'no-translations.json');
  writeFileSync(translations, JSON.stringify({ version: '1.0.0', contents: {} }));
  const extensions = [{ extensionIdentifier: { id: `pychat.${locale}` }, version: '1.0.0' }];
  const pack = {
    hash: `pychat-${locale}`,
    label: locale,
    extensions,
    translations: { vscode: translations },
  };
  writeFileSync(path.join(dataFolder, 'data', 'languagepacks.json'), JSON.stringify({ [locale]: pack }));
}

/** Settings that are there already, a person's own among them, are kept unless they are given anew. */
function prepare(dataFolder, { settings = {}, locale }) {
  const file = settingsFile(dataFolder);
  mkdirSync(path.dirname(file), { recursive: true });
  mkdirSync(path.join(dataFolder, 'extensions'), { recursive: true });
  const present = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  writeFileSync(file, JSON.stringify({ ...quietSettings, ...present, ...settings }, undefined, 2));
  if (locale) writeLanguage(dataFolder, locale);
}

/** The user settings of whoever has this data folder. */
export const settingsFile = dataFolder => path.join(dataFolder, 'data', 'User', 'settings.json');

const commonFlags = (dataFolder, extensionsFolder = path.join(dataFolder, 'extensions')) => [
  '--accept-server-license-terms',
  '--telemetry-level',
  'off',
  '--server-data-dir',
  dataFolder,
  '--extensions-dir',
  extensionsFolder,
];

/**
 * Installs a .vsix for the server with this data folder. Do it before `startServer`.
 * @param {string} dataFolder
 * @param {string} vsix
 */
export async function installExtension(dataFolder, vsix) {
  const server = await ensureServer();
  const flags = [...commonFlags(dataFolder), '--install-extension', vsix, '--force'];
  const { output } = await run(process.execPath, [path.join(server, 'out/server-main.js'), ...flags], {
    quiet: true,
  });
  // Its exit code is 0 whatever happens.
  if (!/successfully installed/.test(output)) throw new Error(`${vsix} could not be installed:\n${output}`);
}

/**
 * A folder of extensions that holds this .vsix alone, for any number of editors: installing takes seconds, and a run of
 * the tests starts an editor many times.
 * @param {string} vsix
 */
export async function extensionsWith(vsix) {
  const folder = path.join(home, 'extensions');
  const marker = path.join(folder, 'installed');
  const wanted = createHash('sha256').update(readFileSync(vsix)).digest('hex');
  const isThere = () => existsSync(marker) && readFileSync(marker, 'utf8') === wanted;
  if (!isThere()) {
    await withLock(path.join(home, 'extensions.lock'), async () => {
      if (isThere()) return;
      rmSync(folder, { recursive: true, force: true });
      await installExtension(folder, vsix);
      writeFileSync(marker, wanted);
    });
  }
  return path.join(folder, 'extensions');
}

/** The port that the server says it listens on; the last lines of its log when it ends or stays silent instead. */
async function portOf(child, logFile) {
  let timer;
  const silent = new Promise((_, reject) => {
    const fail = () => reject(new Error(`VS Code's server did not start:\n${tailOf(logFile)}`));
    timer = setTimeout(fail, startTimeoutMs);
    void exitOf(child).then(fail);
  });
  const answered = new Promise(resolve => {
    createInterface({ input: child.stdout }).on('line', line => {
      const port = /agent listening on (\d+)/.exec(line)?.[1];
      if (port) resolve(Number(port));
    });
  });
  return Promise.race([answered, silent]).finally(() => clearTimeout(timer));
}

const tailOf = file => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(-40).join('\n') : '');

/**
 * @typedef {object} VSCodeServer
 * @property {number} port
 * @property {string} origin e.g. http://127.0.0.1:34567
 * @property {number} pid head of the process group, extension hosts among it
 * @property {string} logFile
 * @property {() => Promise<void>} stop
 * @property {() => Promise<void>} kill SIGKILL, at once, for all of it
 */

/**
 * Starts the server and waits until it answers. It must be ended with `stop`.
 * @param {object} options
 * @param {string} options.dataFolder settings, extensions and state of one person
 * @param {number} [options.port] 0, the default, is any free one
 * @param {Record<string, unknown> | undefined} [options.settings] on top of the quiet ones
 * @param {string | undefined} [options.locale] e.g. 'pt-br'
 * @param {NodeJS.ProcessEnv} [options.env] on top of this process's
 * @param {readonly string[]} [options.nodeFlags] for the server's Node and that of its extension hosts
 * @param {string} [options.extensionsFolder] from `extensionsWith`; its own if not given
 * @param {boolean} [options.development] lets `workbenchAddress` name an extension or tests; the editor then shows no
 *   notification by itself, only in the list behind the bell
 * @returns {Promise<VSCodeServer>}
 */
export async function startServer(options) {
  const { dataFolder, extensionsFolder, port = 0, settings, locale, env, nodeFlags = [] } = options;
  const server = await ensureServer();
  prepare(dataFolder, { settings, locale });
  const logFile = path.join(dataFolder, 'server.log');
  const log = createWriteStream(logFile);
  const flags = ['--host', '127.0.0.1', '--port', String(port), '--without-connection-token'];
  if (locale) flags.push('--locale', locale);
  if (options.development) flags.push('--enable-smoke-test-driver');
  flags.push(...commonFlags(dataFolder, extensionsFolder));
  const child = start(process.execPath, [...nodeFlags, path.join(server, 'out/server-main.js'), ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  child.stderr.pipe(log);
  child.stdout.pipe(log, { end: false });
  try {
    const found = await portOf(child, logFile);
    const origin = `http://127.0.0.1:${found}`;
    return { port: found, origin, pid: child.pid, logFile, stop: () => stop(child), kill: () => kill(child) };
  } catch (error) {
    await kill(child);
    throw error;
  }
}

/**
 * The address of a workbench.
 * @param {string} origin of the server
 * @param {{ folder?: string | null, extension?: string | undefined, tests?: string | undefined }} what absolute paths: the folder to open, the
 *   extension under development, the module of tests to run in the extension host
 */
export function workbenchAddress(origin, { folder, extension, tests }) {
  const remote = file =>
    `${origin.replace('http://', 'vscode-remote://')}${path.posix.join('/', file.replaceAll('\\', '/'))}`;
  const payload = [];
  if (extension) payload.push(['extensionDevelopmentPath', remote(extension)]);
  if (tests) payload.push(['extensionTestsPath', remote(tests)]);
  const query = new URLSearchParams();
  if (payload.length > 0) query.set('payload', JSON.stringify([['skipWelcome', 'true'], ...payload]));
  if (folder) query.set('folder', folder.replaceAll('\\', '/'));
  else query.set('ew', 'true');
  return `${origin}/?${query}`;
}
