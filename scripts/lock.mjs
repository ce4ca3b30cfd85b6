// One process at a time. The lock is a file with the owner's process id.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function ownerOf(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    return pid > 0 && isAlive(pid) ? pid : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Takes the lock, or says who has it.
 * @param {string} file
 * @returns {{ release: () => void } | { owner: number }}
 */
export function tryLock(file) {
  mkdirSync(path.dirname(file), { recursive: true });
  const owner = ownerOf(file);
  if (owner !== undefined) return { owner };
  // What an owner that was killed left behind.
  rmSync(file, { force: true });
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
  } catch {
    return { owner: ownerOf(file) ?? 0 };
  }
  const release = () => rmSync(file, { force: true });
  process.once('exit', release);
  return { release };
}

/** Waits for the lock, runs `work` with it, and gives it back. */
export async function withLock(file, work) {
  for (;;) {
    const lock = tryLock(file);
    if ('release' in lock) {
      try {
        return await work();
      } finally {
        lock.release();
      }
    }
    await delay(200);
  }
}
