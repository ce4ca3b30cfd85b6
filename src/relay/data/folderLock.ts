import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { codeOf, DataError } from './dataError.ts';

/** Names of lock files, for those who look into the folder. */
export const lockPattern = /^lock-([1-9]\d{0,9})-(\d{1,20})-([0-9a-f]{1,32})$/;

/** Stands for what the system does not tell. */
const unknown = '0';
/** The boot where the system does not tell. */
export const unknownBoot = unknown;

/** A folder held by this process. */
export interface FolderLock {
  /** Lets others have the folder. */
  release(): Promise<void>;
}

/**
 * Takes a folder for this process alone. Each process puts down a file whose name says who it is (its pid, when it
 * started, and the boot of the machine, so that a pid which comes again is not taken for it), and then looks for
 * others: of two at the same moment at least one sees the other, so never both have it. What processes that are gone
 * have left is removed.
 *
 * @throws {DataError} when another process that runs has it; system errors
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const own = `lock-${process.pid}-${await startOf(process.pid)}-${await bootOf()}`;
  const file = path.join(folder, own);
  await putDown(file, folder);
  const release = (): Promise<void> => rm(file, { force: true });
  try {
    for (const name of await readdir(folder)) if (name !== own) await passBy(folder, name);
  } catch (error) {
    await release();
    throw error;
  }
  return { release };
}

/** Lets a folder go that a thread of this process had, which has ended without doing so. */
export async function unlockFolder(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names)
    if (lockPattern.exec(name)?.[1] === String(process.pid))
      await rm(path.join(folder, name), { force: true });
}

async function putDown(file: string, folder: string): Promise<void> {
  try {
    await writeFile(file, `${process.pid}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw new DataError(`${folder} is in use by this very process`, 'inUse');
    await rm(file, { force: true });
    throw error;
  }
}

/** Removes a lock that nobody holds. @throws {DataError} for one that somebody does */
async function passBy(folder: string, name: string): Promise<void> {
  const [, pid = '', start = '', boot = ''] = lockPattern.exec(name) ?? [];
  if (pid === '') return;
  // What the system hides, of either process, is taken to be the same.
  const runs =
    isSame(boot, await bootOf()) && isRunning(Number(pid)) && isSame(start, await startOf(Number(pid)));
  if (runs) throw new DataError(`${folder} is in use by another relay (process ${pid})`, 'inUse');
  await rm(path.join(folder, name), { force: true });
}

function isSame(one: string, other: string): boolean {
  return one === other || one === unknown || other === unknown;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is a process.
    return codeOf(error) === 'EPERM';
  }
}

/**
 * When a process started, in the machine's own ticks; 'gone' for one that has ended and only waits for its parent to
 * take note. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
async function startOf(pid: number): Promise<string> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  if (text === '') return unknown;
  // The program's name comes in parentheses and may hold anything.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state = ''] = fields;
  return 'ZX'.includes(state) ? 'gone' : (fields[19] ?? unknown);
}

/** Names the time since the machine was switched on. */
export async function bootOf(): Promise<string> {
  const text = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => unknownBoot);
  return text.replace(/[^0-9a-f]/g, '').slice(0, 32) || unknownBoot;
}
