// Starting other programs, and ending them with everything that they started. Node's own modules only.
import { spawn, spawnSync } from 'node:child_process';
import { delimiter } from 'node:path';
import { accessSync, constants } from 'node:fs';
import { setPriority } from 'node:os';
import path from 'node:path';

const onWindows = process.platform === 'win32';
const running = new Set();

// Whatever way this process ends (short of SIGKILL), nothing that it started goes on.
process.on('exit', () => {
  for (const child of running) killTree(child, 'SIGKILL');
});

/** Where a command is on PATH, or undefined. */
export function findCommand(name) {
  const endings = onWindows ? (process.env.PATHEXT ?? '.EXE;.CMD;.BAT').split(';') : [''];
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return folders
    .flatMap(folder => endings.map(ending => path.join(folder, name + ending)))
    .find(isExecutable);
}

/** Whether a file is there and may be run. */
export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Starts a program as the head of its own process group, so that all of it can be ended.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {import('node:child_process').ChildProcess}
 */
export function start(command, args, options = {}) {
  const child = spawn(command, args, { windowsHide: true, ...options, detached: !onWindows });
  running.add(child);
  child.once('exit', () => running.delete(child));
  child.once('error', () => running.delete(child));
  return child;
}

function killTree(child, signal) {
  if (child.pid === undefined) return;
  if (onWindows) {
    spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The whole group has ended already.
  }
}

/**
 * Ends a program from `start` and its group: politely, then after `graceMs` for good.
 * @param {import('node:child_process').ChildProcess} child
 * @param {number} [graceMs]
 */
export async function stop(child, graceMs = 3000) {
  const ended = exitOf(child);
  killTree(child, 'SIGTERM');
  const timer = setTimeout(() => killTree(child, 'SIGKILL'), graceMs);
  await ended;
  clearTimeout(timer);
  // What its children left behind.
  killTree(child, 'SIGKILL');
}

/** Ends a program from `start` and its group with SIGKILL, so that none of it can tidy up. */
export async function kill(child) {
  const ended = exitOf(child);
  killTree(child, 'SIGKILL');
  await ended;
}

/** The exit code, or 1 for a program ended by a signal or never started. */
export function exitOf(child) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode ?? 1);
  return new Promise(resolve => {
    child.once('exit', code => resolve(code ?? 1));
    child.once('error', () => resolve(1));
  });
}

/**
 * Runs a program to its end.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ timeoutMs?: number, quiet?: boolean, niceness?: number } & import('node:child_process').SpawnOptions} [options]
 *   quiet keeps its output back; past the timeout it is killed, which counts as exit code 1; with a niceness above 0 (up to
 *   19) other programs come first
 * @returns {Promise<{ code: number, output: string }>} output is empty unless quiet
 */
export async function run(command, args, options = {}) {
  const { timeoutMs = 600_000, quiet = false, niceness = 0, ...spawnOptions } = options;
  const stdio = quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'];
  const child = start(command, args, { stdio, ...spawnOptions });
  if (niceness > 0 && child.pid !== undefined) setPriority(child.pid, niceness);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', text => (output += text));
  const timer = setTimeout(() => {
    output += `\n(ended after ${timeoutMs / 1000} s)\n`;
    killTree(child, 'SIGKILL');
  }, timeoutMs);
  child.once('error', error => (output += error.message));
  const closed = quiet
    ? new Promise(resolve => child.once('close', resolve).once('error', resolve))
    : undefined;
  const code = await exitOf(child);
  clearTimeout(timer);
  // What it left in the background would otherwise hold its pipes open.
  killTree(child, 'SIGKILL');
  await closed;
  return { code, output };
}

/** Runs `end` once when the person presses Ctrl+C or the process is asked to end. */
export function whenAskedToEnd(end) {
  let asked = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (!asked) end(signal);
      asked = true;
    });
  }
}
