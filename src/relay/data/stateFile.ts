import { stat } from 'node:fs/promises';
import type { Limits } from '../core/limits.ts';
import { codeOf, DataError } from './dataError.ts';
import { checkHeader, encodeRecord, formatVersion } from './record.ts';
import { scanRecords } from './recordFile.ts';
import type { SavedChannel, SavedOwner, SavedReadMarker, SavedState } from './relayStore.ts';
import { replaceFile } from './replaceFile.ts';
import { asChannel, asFields, asOwner, asReadMarker } from './savedShapes.ts';

/** Who takes what is wrong with single entries, and how large the file may be. */
export interface StateFileOptions {
  readonly limits: Pick<Limits, 'savedStateBytes'>;
  readonly log: (text: string) => void;
}

/** Names a kind of entry, and checks one; `end` comes last, and counts the others. */
type Entry =
  | { readonly type: 'owner'; readonly value: SavedOwner }
  | { readonly type: 'channel'; readonly value: SavedChannel }
  | { readonly type: 'marker'; readonly value: SavedReadMarker }
  | { readonly type: 'end'; readonly count: number };

function asEntry(record: unknown): Entry | undefined {
  const { type, value, count } = asFields(record);
  if (type === 'end') return typeof count === 'number' ? { type, count } : undefined;
  if (type === 'owner') return withValue(type, asOwner(value));
  if (type === 'channel') return withValue(type, asChannel(value));
  return type === 'marker' ? withValue(type, asReadMarker(value)) : undefined;
}

function withValue<Type, Value>(
  type: Type,
  value: Value | undefined,
): { type: Type; value: Value } | undefined {
  return value === undefined ? undefined : { type, value };
}

/**
 * Reads the state that was kept. That there is no file is an empty state.
 *
 * @throws {DataError} for a file that is damaged, too large or from a newer version: it is never half believed
 */
export async function readState(file: string, { limits }: StateFileOptions): Promise<SavedState> {
  const reading = {
    owners: [] as SavedOwner[],
    channels: [] as SavedChannel[],
    readMarkers: [] as SavedReadMarker[],
  };
  const size = await sizeOf(file);
  if (size === undefined) return reading;
  if (size > limits.savedStateBytes)
    throw new DataError(`${file} is larger than ${limits.savedStateBytes} bytes`);
  const found = { end: false };
  const { bytes, goodBytes } = await scanRecords(file, (value, index) => {
    if (index === 0) checkHeader(value, 'state', file);
    else found.end = take(asEntry(value), index, reading) ?? damaged(file, `record ${index + 1}`);
    return true;
  });
  if (!found.end || bytes !== goodBytes) damaged(file, 'its end is missing');
  return reading;
}

function damaged(file: string, what: string): never {
  throw new DataError(`${file} is damaged: ${what}`);
}

/** @returns whether this was the end; undefined for what does not belong here */
function take(
  entry: Entry | undefined,
  index: number,
  into: { owners: SavedOwner[]; channels: SavedChannel[]; readMarkers: SavedReadMarker[] },
): boolean | undefined {
  if (entry === undefined) return undefined;
  if (entry.type === 'end') return entry.count === index - 1 ? true : undefined;
  if (entry.type === 'owner') into.owners.push(entry.value);
  else if (entry.type === 'channel') into.channels.push(entry.value);
  else into.readMarkers.push(entry.value);
  return false;
}

async function sizeOf(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Writes the state in the place of what was kept before. An entry that could not be read again is left out and told.
 *
 * @throws {DataError} when it would be larger than what is read; system errors
 */
export async function writeState(file: string, state: SavedState, options: StateFileOptions): Promise<void> {
  await replaceFile(file, pieces(state, options));
}

function* pieces(state: SavedState, { limits, log }: StateFileOptions): Generator<Buffer> {
  const header = encodeRecord({ file: 'state', version: formatVersion });
  let [count, size] = [0, header.length];
  yield header;
  for (const entry of entriesOf(state)) {
    const line = encodeChecked(entry, log);
    if (line === undefined) continue;
    count += 1;
    size += line.length;
    yield line;
  }
  const end = encodeRecord({ type: 'end', count });
  if (size + end.length > limits.savedStateBytes)
    throw new DataError(`the state has more than ${limits.savedStateBytes} bytes`);
  yield end;
}

function* entriesOf({ owners, channels, readMarkers }: SavedState): Generator<Entry> {
  for (const value of owners) yield { type: 'owner', value };
  for (const value of channels) yield { type: 'channel', value };
  for (const value of readMarkers) yield { type: 'marker', value };
}

function encodeChecked(entry: Entry, log: (text: string) => void): Buffer | undefined {
  const checked = asEntry(entry);
  try {
    if (checked !== undefined) return encodeRecord(checked);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
  }
  log(`not kept, as it could not be read again: ${JSON.stringify(entry).slice(0, 200)}`);
  return undefined;
}
