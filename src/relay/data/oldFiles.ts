import { rm } from 'node:fs/promises';
import path from 'node:path';
import { asLogRecord, type LogRecord } from './logRecord.ts';
import { type ReadLog, readLog, type ReadLogOptions } from './readLog.ts';
import type { SavedKind } from './relayStore.ts';
import { reportDamage } from './reportDamage.ts';
import { asFields } from './savedShapes.ts';

/** The files of format 1: the state of one moment, and the history as a log. */
export const oldNames = ['state.lines', 'history.lines'] as const;

export interface OldFilesOptions extends Pick<ReadLogOptions, 'limits' | 'keptSince'> {
  readonly log: (text: string) => void;
}

/** Removes what has been read and written again. */
export async function removeOldFiles(folder: string): Promise<void> {
  for (const name of oldNames) await rm(path.join(folder, name), { force: true });
}

/**
 * Reads what files of format 1 hold.
 *
 * @throws {DataError} when one is from a newer version; system errors
 */
export async function readOldFiles(
  folder: string,
  options: OldFilesOptions,
): Promise<Pick<ReadLog, 'state' | 'events'> | undefined> {
  const state = await readOldState(path.join(folder, 'state.lines'), options);
  const history = await readOldHistory(path.join(folder, 'history.lines'), options);
  const found = state ?? history;
  return found && { state: found.state, events: (history ?? found).events };
}

async function readOldHistory(file: string, options: OldFilesOptions): Promise<ReadLog | undefined> {
  const found = await readLog(file, { ...options, name: 'history' });
  if (found !== undefined) await reportDamage(file, found, options.log);
  return found;
}

/** The last record of the state counts the others: without it, the file is not whole. */
async function readOldState(file: string, options: OldFilesOptions): Promise<ReadLog | undefined> {
  const last = { type: undefined as unknown };
  const asRecord = (value: unknown): LogRecord | undefined => {
    last.type = asFields(value).type;
    return last.type === 'end' ? { type: 'end' } : asOldState(value);
  };
  const found = await readLog(file, { ...options, name: 'state', asRecord });
  if (found === undefined) return undefined;
  const isWhole = last.type === 'end';
  await reportDamage(file, isWhole ? found : { ...found, damaged: found.damaged + 1 }, options.log);
  return found;
}

const kinds: ReadonlyMap<unknown, SavedKind> = new Map([
  ['owner', 'owners'],
  ['channel', 'channels'],
  ['marker', 'readMarkers'],
]);

function asOldState(record: unknown): LogRecord | undefined {
  const { type, value } = asFields(record);
  return asLogRecord({ type: 'put', kind: kinds.get(type), value });
}
