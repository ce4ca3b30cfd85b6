import { hash } from 'node:crypto';
import { DataError } from '../dataError.ts';

/**
 * One record of a log that is not encrypted, and the head of any: a line of a checksum (the first 8 hexadecimal digits
 * of the SHA-256 of what follows the space), a space, JSON, and a line feed.
 */
const checksumDigits = 8;
const lineFeed = '\n';

/** Bytes of a record's JSON: a multiline message of 64 KiB in which every character has to be escaped. */
export const maxRecordBytes = 524_288;

function checksum(json: string | Uint8Array): string {
  return hash('sha256', json, 'hex').slice(0, checksumDigits);
}

/**
 * A record as text.
 *
 * @throws {DataError} when it is longer than `maxRecordBytes`
 */
export function jsonOf(value: object): string {
  const json = JSON.stringify(value);
  // No character of UTF-16 has more than three bytes.
  if (json.length * 3 <= maxRecordBytes) return json;
  const bytes = Buffer.byteLength(json);
  if (bytes > maxRecordBytes) throw new DataError(`a record of ${bytes} bytes`);
  return json;
}

/** The line of a record. @param json what `jsonOf` gave */
export function recordLine(json: string): string {
  return `${checksum(json)} ${json}${lineFeed}`;
}

/**
 * Writes a record.
 *
 * @throws {DataError} when it is longer than `maxRecordBytes`
 */
export function encodeRecord(value: object): Buffer {
  return Buffer.from(recordLine(jsonOf(value)));
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
