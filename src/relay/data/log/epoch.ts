import { unknownBoot } from '../folderLock.ts';
import type { ReadLog } from '../readLog.ts';

/** The start at which a log was read. */
export interface LogStart {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** This boot of the machine, or `unknownBoot`. */
  readonly boot: string;
  /** Whether it was the log to the end of the relay that wrote it: after a failed write it is not. */
  readonly isNewest: boolean;
}

/** Losses that are remembered besides the last one: a machine that ends so more often within a history has other troubles. */
export const maxEarlierLosses = 16;

/** The times before `lostUntil` until which something may be missing. @param last what `lostUntil` gave for the log */
export function earlierLosses(found: ReadLog | undefined, last: number): readonly number[] {
  const { lostUntil: before, earlierLosses: earlier } = found?.head ?? {};
  const all: readonly unknown[] = [...(Array.isArray(earlier) ? (earlier as unknown[]) : []), before];
  const times = all.filter((time): time is number => Number.isSafeInteger(time));
  return times.filter(time => time > 0 && time < last).slice(-maxEarlierLosses);
}

/**
 * Whether a log has all that was said in its time. What a process has written outlives it, though it is killed; the
 * machine's end, a damaged record or a failed write may have cost something.
 */
export function isWhole(found: ReadLog | undefined, { boot, isNewest }: LogStart): boolean {
  if (found?.head === undefined || found.isBroken) return false;
  const isSameBoot = boot !== unknownBoot && found.head.boot === boot;
  return isNewest && found.damaged + found.badLines === 0 && (found.isEnded || isSameBoot);
}

/**
 * Until when something that was said may be missing from a log; 0 for never. Where it is not whole that is the time of
 * the start, or just after what was said last when the clock is behind that.
 */
export function lostUntil(found: ReadLog | undefined, start: LogStart): number {
  const { now } = start;
  if (found === undefined) return now;
  if (found.head === undefined) return Math.max(now, found.saidUntil + 1);
  const before = typeof found.head.lostUntil === 'number' ? found.head.lostUntil : now;
  return isWhole(found, start) ? before : Math.max(now, before, found.saidUntil + 1);
}
