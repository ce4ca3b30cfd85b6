import { codeOf, DataError } from './dataError.ts';
import { asHistoryRecord } from './historyRecord.ts';
import { checkHeader, encodeRecord, formatVersion } from './record.ts';
import { scanRecords } from './recordFile.ts';
import type { SavedEvent } from './relayStore.ts';
import { RetainedEvents, type RetainedLimits } from './retainedEvents.ts';

/** What a log of history holds. */
export interface ReadLog {
  /** What counts of it: the newest, without what was redacted. */
  readonly events: SavedEvent[];
  /** Whether it holds something that was redacted, renamed or forgotten. */
  readonly hasRemovals: boolean;
  /** Damaged records with good ones after them. */
  readonly damaged: number;
  /** Where the last good record ends, and the bytes after it. */
  readonly goodBytes: number;
  readonly cutOff: number;
}

/**
 * Reads a log of history.
 *
 * @returns undefined when there is no such file
 * @throws {DataError} when its beginning is not that of such a log, or is a newer version's; system errors
 */
export async function readLog(file: string, limits: RetainedLimits): Promise<ReadLog | undefined> {
  const retained = new RetainedEvents(limits);
  let [hasHeader, hasRemovals] = [false, false];
  try {
    const { bytes, goodBytes, damaged } = await scanRecords(file, (value, index, size) => {
      if (index === 0) {
        checkHeader(value, 'history', file);
        hasHeader = true;
        return true;
      }
      const record = asHistoryRecord(value);
      if (record !== undefined) retained.apply(record, size);
      hasRemovals ||= record !== undefined && record.type !== 'event';
      return record !== undefined;
    });
    if (!hasHeader) throw new DataError(`${file} is damaged: its beginning is missing`);
    return { events: retained.events, hasRemovals, damaged, goodBytes, cutOff: bytes - goodBytes };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** A whole log with these events, as it is written. */
export function* recordsOf(events: readonly SavedEvent[]): Generator<Buffer> {
  yield encodeRecord({ file: 'history', version: formatVersion });
  for (const event of events) yield encodeRecord({ type: 'event', event });
}
