import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { newRun } from '../core/historyRun.ts';
import { isThere, moveAside, removeAsides } from './asides.ts';
import { bootOf } from './folderLock.ts';
import { staleName } from './log/currentLog.ts';
import { earlierLosses, isWhole, lostUntil } from './log/epoch.ts';
import { oldNames, readOldFiles, removeOldFiles } from './oldFiles.ts';
import { readLog, type ReadLog } from './readLog.ts';
import { syncFolder } from './replaceFile.ts';
import { reportDamage } from './reportDamage.ts';
import { RetainedEvents } from './retainedEvents.ts';
import { RetainedState } from './retainedState.ts';
import { StoreLog } from './storeLog.ts';
import type { StoreOptions } from './storeOptions.ts';

export const logFileName = 'relay.lines';

/** Names of logs, and of what becomes of them. */
export const logPattern = /^relay\.lines(?:\.(?:stale|tmp|(?:damaged|locked)(?:-\d)?))?$/;

/**
 * Reads what a folder keeps, and begins a log with it. Damage costs only the records that are damaged; the file as it
 * was is kept beside it.
 *
 * @throws {DataError} when the log is from a newer version or its key is another; system errors
 */
export async function openStore(folder: string, options: StoreOptions): Promise<StoreLog> {
  const { clock, keepMs, log } = options;
  const now = clock.now();
  const keptSince = now - keepMs;
  const file = path.join(folder, logFileName);
  const isNewest = await isThere(file);
  const name = isNewest ? file : staleName(file);
  const reading = { ...options, keptSince };
  const found: ReadLog | undefined = await readLog(name, reading);
  if (found !== undefined) await reportDamage(name, found, log);
  const { state, events } = found ?? (await readOldFiles(folder, reading)) ?? nothing(reading);
  const boot = await bootOf();
  const start = { now, boot, isNewest };
  const last = lostUntil(found, start);
  const before = isWhole(found, start) ? found?.head?.run : undefined;
  const contents = {
    boot,
    run: isRun(before) ? before : newRun(last),
    lostUntil: last,
    earlierLosses: earlierLosses(found, last),
    state: state.state,
    events: events.events,
    droppedUntil: events.droppedUntil,
  };
  const store = await StoreLog.begin(file, contents, options);
  if (store.isKeeping) await removeOldFiles(folder);
  // That the log before this start is marked has to outlive the power, too.
  else await syncFolder(folder).catch(() => undefined);
  await removeAsides(folder, keptSince);
  return store;
}

function isRun(run: unknown): run is string {
  return typeof run === 'string' && /^\d{1,15}-[0-9a-f]{16}$/.test(run);
}

function nothing(options: ConstructorParameters<typeof RetainedEvents>[0]): {
  state: RetainedState;
  events: RetainedEvents;
} {
  return { state: new RetainedState(), events: new RetainedEvents(options) };
}

/** Puts aside logs whose key is another, so that the next start begins with nothing. @throws system errors */
export async function putLogsAside(folder: string): Promise<void> {
  const file = path.join(folder, logFileName);
  for (const name of [file, staleName(file)]) if (await isThere(name)) await moveAside(name);
}

/** Removes all that a folder keeps of what was said and done. @throws system errors */
export async function removeLogs(folder: string): Promise<void> {
  const isLog = (name: string): boolean =>
    logPattern.test(name) || oldNames.some(old => name.startsWith(old));
  for (const name of await readdir(folder))
    if (isLog(name)) await rm(path.join(folder, name), { force: true });
}
