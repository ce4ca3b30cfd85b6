import { access, rm } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from './dataError.ts';
import { asLogRecord, type LogRecord } from './logRecord.ts';
import { headRecord, type ReadLog, readLog } from './readLog.ts';
import { encodeRecord } from './record.ts';
import { savedKinds } from './savedKinds.ts';
import type { SavedKind } from './relayStore.ts';
import { replaceFile } from './replaceFile.ts';
import { reportDamage } from './reportDamage.ts';
import type { RetainedLimits } from './retainedEvents.ts';
import { asFields } from './savedShapes.ts';

/** The files of format 1: the state of one moment, and the history as a log. */
export const oldNames = ['state.lines', 'history.lines'] as const;

export interface OldFilesOptions {
  readonly limits: RetainedLimits;
  readonly log: (text: string) => void;
}

async function removeOldFiles(folder: string): Promise<void> {
  for (const name of oldNames) await rm(path.join(folder, name), { force: true });
}

/**
 * Writes what files of format 1 hold into a log, and removes them. When the log is there, they have been read before.
 *
 * @throws {DataError} when one is from a newer version; system errors
 */
export async function migrateOldFiles(folder: string, file: string, options: OldFilesOptions): Promise<void> {
  if (await isThere(file)) return removeOldFiles(folder);
  const state = await readOldState(path.join(folder, 'state.lines'), options);
  const history = await readOldHistory(path.join(folder, 'history.lines'), options);
  if (state === undefined && history === undefined) return;
  await replaceFile(file, migrated(state, history));
  await removeOldFiles(folder);
}

function* migrated(state: ReadLog | undefined, history: ReadLog | undefined): Generator<Buffer> {
  yield headRecord(undefined);
  const values = state?.state.state;
  for (const kind of savedKinds)
    for (const value of values?.[kind] ?? []) yield encodeRecord({ type: 'put', kind, value });
  for (const event of history?.events.events ?? []) yield encodeRecord({ type: 'event', event });
}

async function readOldHistory(file: string, { limits, log }: OldFilesOptions): Promise<ReadLog | undefined> {
  const found = await readLog(file, { limits, keepsValues: true, name: 'history' });
  if (found !== undefined) await reportDamage(file, found, log);
  return found;
}

async function isThere(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

/** The last record of the state counts the others: without it, the file is not whole. */
async function readOldState(file: string, { limits, log }: OldFilesOptions): Promise<ReadLog | undefined> {
  const last = { type: undefined as unknown };
  const asRecord = (value: unknown): LogRecord | undefined => {
    last.type = asFields(value).type;
    return last.type === 'end' ? nothing : asOldState(value);
  };
  const found = await readLog(file, { limits, keepsValues: true, name: 'state', asRecord });
  if (found === undefined) return undefined;
  await reportDamage(file, last.type === 'end' ? found : { ...found, damaged: found.damaged + 1 }, log);
  return found;
}

const kinds: ReadonlyMap<unknown, SavedKind> = new Map([
  ['owner', 'owners'],
  ['channel', 'channels'],
  ['marker', 'readMarkers'],
]);

/** Changes nothing: there is no such nick. */
const nothing: LogRecord = { type: 'remove', kind: 'owners', key: '' };

function asOldState(record: unknown): LogRecord | undefined {
  const { type, value } = asFields(record);
  return asLogRecord({ type: 'put', kind: kinds.get(type), value });
}
