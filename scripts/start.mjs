// Opens a VS Code with PyChat in it, on a machine with nothing but Node and npm.
//   npm start [-- --second] [--no-desktop] [--no-open]
// --second is the other person; --no-desktop takes VS Code's server even where there is a desktop `code`;
// --no-open opens no browser.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { tryLock } from './lock.mjs';
import { cacheFolder, root } from './paths.mjs';
import { exitOf, findCommand, isExecutable, start, whenAskedToEnd } from './processes.mjs';
import { continueOnOwnNode, ensurePackages } from './setup.mjs';
import { whileSaying } from './waiting.mjs';

const has = flag => process.argv.includes(`--${flag}`);
const person = has('second') ? { nick: 'bob', port: 8102 } : { nick: 'ana', port: 8101 };
/** PYCHAT_START_FOLDER is for tests: a developer may be running it. */
const startFolder = process.env.PYCHAT_START_FOLDER ?? path.join(cacheFolder, 'start');
const home = path.join(startFolder, person.nick);
const workspace = path.join(home, `${person.nick}-workspace`);

const readme = `# Welcome to PyChat

This is ${person.nick}'s workspace, a folder to try PyChat in.

1. Press F1 and run **PyChat: Host Chat**. The panel opens.
2. Press *Copy Invite* in it: the invite is on the clipboard.
3. The other person is a second terminal: \`npm start -- --second\`. It runs **PyChat: Join Chat** and
   *Paste invite…* there.

Then say something, drop a file on the panel, or select some lines in an editor and right-click them. \`/help\` lists what
else there is; **Help: Welcome** has *Chat on your network*, a short tour with pictures.
`;

const desktopPlaces = {
  darwin: ['/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code'],
  win32: ['LOCALAPPDATA', 'ProgramFiles'].map(name =>
    path.join(
      process.env[name] ?? '',
      name === 'LOCALAPPDATA' ? 'Programs' : '',
      'Microsoft VS Code',
      'bin',
      'code.cmd',
    ),
  ),
};

function findDesktop() {
  if (has('no-desktop')) return undefined;
  // Without a screen the desktop would only fail to open.
  if (process.platform === 'linux' && !hasScreen()) return undefined;
  return findCommand('code') ?? (desktopPlaces[process.platform] ?? []).find(isExecutable);
}

const hasScreen = () => Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

function prepareWorkspace() {
  mkdirSync(workspace, { recursive: true });
  const file = path.join(workspace, 'README.md');
  if (!existsSync(file)) writeFileSync(file, readme);
}

/** A nick, to chat at once; the README in front; no question about the repository that the sample workspace lies in. */
function settingsOf({ nick }) {
  return {
    'pychat.nick': nick,
    'workbench.startupEditor': 'readme',
    'git.openRepositoryInParentFolders': 'never',
  };
}

async function openDesktop(code) {
  const data = path.join(home, 'desktop');
  const settings = path.join(data, 'User', 'settings.json');
  mkdirSync(path.dirname(settings), { recursive: true });
  if (!existsSync(settings)) writeFileSync(settings, JSON.stringify(settingsOf(person), undefined, 2));
  const flags = [`--extensionDevelopmentPath=${root}`, `--user-data-dir=${data}`, '--new-window', '--wait'];
  if (process.getuid?.() === 0) flags.push('--no-sandbox');
  const child = start(code, [...flags, workspace], { stdio: 'inherit', shell: process.platform === 'win32' });
  console.log(`Opened VS Code (${code}) as ${person.nick}. Ctrl+C or closing its window ends this.`);
  return exitOf(child);
}

/** The preferred port, or one of the next: the browser keeps what PyChat remembers by address. */
async function freePort(preferred) {
  for (let port = preferred; port < preferred + 40; port += 2) {
    if (await isFree(port)) return port;
  }
  return 0;
}

function isFree(port) {
  return new Promise(resolve => {
    const probe = net.createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

function openBrowser(address) {
  if (has('no-open')) return;
  const openers = { darwin: ['open'], win32: ['cmd', '/c', 'start', '""'], linux: ['xdg-open'] };
  const [command, ...args] = openers[process.platform] ?? ['xdg-open'];
  if (process.platform !== 'win32' && !findCommand(command)) return;
  if (process.platform === 'linux' && !hasScreen()) return;
  // Quotes for cmd, to which an & would end the address.
  const quoted = process.platform === 'win32' ? `"${address}"` : address;
  start(command, [...args, quoted], { stdio: 'ignore', windowsVerbatimArguments: true });
}

async function openServer() {
  const { makePackage } = await import('./package.mjs');
  const { ensureServer, installExtension, settingsFile, startServer, workbenchAddress } =
    await import('./vscodeServer.mjs');
  const { keepSecrets } = await import('./secretKeeper.mjs');
  await ensureServer();
  const data = path.join(home, 'server');
  mkdirSync(data, { recursive: true });
  await whileSaying('Packaging and installing PyChat', async () => {
    const { packagePath } = await makePackage(path.join(home, 'pychat.vsix'));
    await installExtension(data, packagePath);
  });
  const settings = existsSync(settingsFile(data)) ? {} : settingsOf(person);
  const server = await whileSaying("Starting VS Code's server", () =>
    startServer({ dataFolder: data, settings }),
  );
  const keyFile = path.join(home, 'secret.key');
  const front = await keepSecrets({ port: await freePort(person.port), target: server.port, keyFile });
  const address = workbenchAddress(front.origin, { folder: workspace });
  console.log(`\nVS Code with PyChat, as ${person.nick}:\n\n  ${address}\n`);
  if (!has('second')) console.log('The other person, in a second terminal: npm start -- --second');
  console.log('Ctrl+C ends it.');
  openBrowser(address);
  return new Promise(() => {
    // Until Ctrl+C.
  });
}

async function main() {
  await ensurePackages();
  await continueOnOwnNode(import.meta.url);
  const lock = tryLock(path.join(home, 'lock'));
  if ('owner' in lock) {
    const other = has('second') ? '' : ' For another person: npm start -- --second';
    throw new Error(`It runs already as ${person.nick} (process ${lock.owner}).${other}`);
  }
  whenAskedToEnd(() => {
    console.log('\nStopping…');
    process.exit(0);
  });
  prepareWorkspace();
  const desktop = findDesktop();
  if (!desktop) return openServer();
  const { build } = await import('./build.mjs');
  await whileSaying('Building', () => build());
  return openDesktop(desktop);
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`start: ${error.message}`);
  process.exitCode = 1;
}
