import { mkdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from '../common/errorCode.ts';

/** Milliseconds after which a lock is one that a killed window has left behind. */
const staleMs = 10_000;
/** Milliseconds between two looks at a lock that another window has. */
const lookMs = 50;

/** Something that one window at a time may do. */
export interface Lock {
  /** Another window had it first. */
  readonly hasWaited: boolean;
  release(): Promise<void>;
}

/**
 * Waits until no other window has the lock, and takes it. Where the disk gives none, for want of rights or room, it is as
 * if there were no other window.
 *
 * @param place the path of a folder that stands for the lock while somebody has it
 */
export async function takeLock(place: string): Promise<Lock> {
  const release = (): Promise<void> => rm(place, { recursive: true, force: true }).catch(() => undefined);
  await mkdir(path.dirname(place), { recursive: true }).catch(() => undefined);
  for (let hasWaited = false; ; hasWaited = true) {
    try {
      await mkdir(place);
      return { hasWaited, release };
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') return { hasWaited, release };
    }
    const taken = await stat(place).catch(() => undefined);
    if (taken !== undefined && Date.now() - taken.mtimeMs > staleMs) await release();
    await new Promise(resolve => setTimeout(resolve, lookMs));
  }
}
