import { createHash } from 'node:crypto';
import { DataError } from './dataError.ts';

/**
 * One record of the data folder's files: a line of a checksum (the first 8 hexadecimal digits of the SHA-256 of what
 * follows the space), a space, JSON, and a line feed.
 */
const checksumDigits = 8;
const lineFeed = 0x0a;

/** Bytes of a record with its line feed: a multiline message of 64 KiB in which every character has to be escaped. */
export const maxRecordBytes = 524_288;

function checksum(json: Uint8Array): string {
  return createHash('sha256').update(json).digest('hex').slice(0, checksumDigits);
}

/**
 * Writes a record.
 *
 * @throws {DataError} when it is longer than `maxRecordBytes`
 */
export function encodeRecord(value: object): Buffer {
  const json = Buffer.from(JSON.stringify(value));
  const line = Buffer.concat([Buffer.from(`${checksum(json)} `), json, Buffer.from([lineFeed])]);
  if (line.length > maxRecordBytes) throw new DataError(`a record of ${line.length} bytes`);
  return line;
}

/**
 * Reads a record.
 *
 * @param line untrusted, without its line feed
 * @returns what its JSON says, which may be anything; undefined when the line is damaged
 */
export function decodeRecord(line: Buffer): unknown {
  const json = line.subarray(checksumDigits + 1);
  if (line.toString('latin1', 0, checksumDigits + 1) !== `${checksum(json)} `) return undefined;
  try {
    return JSON.parse(json.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** The first record of a file: what it is, and by which version of the format. Later versions may add fields. */
export interface Head {
  readonly file: string;
  readonly version: number;
  readonly [field: string]: unknown;
}

/** The version of the format that is written, and the newest that is read. */
export const formatVersion = 2;

/**
 * Checks a file's first record.
 *
 * @param where how the file is named to a person
 * @returns undefined for what is no head, or that of another file
 * @throws {DataError} for that of a newer version: nothing may be changed then
 */
export function asHead(value: unknown, file: string, where: string): Head | undefined {
  const head: Partial<Head> = typeof value === 'object' && value !== null ? value : {};
  const { version } = head;
  if (head.file !== file || !Number.isSafeInteger(version) || version === undefined || version < 1)
    return undefined;
  if (version > formatVersion)
    throw new DataError(`${where} was written by a newer pychat-relay (format ${version})`);
  return { ...head, file, version };
}
