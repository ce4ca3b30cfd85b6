import { decodeRecord, recordLine } from './record.ts';

/** How the records of a log stand in its lines. */
export interface Framing {
  /** What the head says of it; undefined when there is nothing to say. */
  readonly seal: object | undefined;
  /** The lines of records, each given as JSON, in this order. */
  encode(records: readonly string[]): Buffer;
  /**
   * Reads a line, without its line feed.
   *
   * @returns what its records say, which may be anything; undefined when it is damaged
   */
  decode(line: Buffer): readonly unknown[] | undefined;
}

/** A record a line, as it is. */
export const plainFraming: Framing = {
  seal: undefined,
  encode: records => Buffer.from(records.map(recordLine).join('')),
  decode: line => {
    const value = decodeRecord(line);
    return value === undefined ? undefined : [value];
  },
};
