import { decodeRecord, recordLine } from './record.ts';

/** Characters of records that share one line: what is written in one turn costs one checksum or one encryption. */
const lineCharacters = 65_536;

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

/** A record a line, as it is, or some as a list. */
export const plainFraming: Framing = {
  seal: undefined,
  encode: records => {
    let text = '';
    for (const some of together(records))
      text += recordLine(some.length === 1 ? (some[0] ?? '') : `[${some.join(',')}]`);
    return Buffer.from(text);
  },
  decode: line => {
    const value = decodeRecord(line);
    if (value === undefined) return undefined;
    return Array.isArray(value) ? (value as unknown[]) : [value];
  },
};

/** Puts together records that share a line. */
export function* together(records: readonly string[]): Generator<readonly string[]> {
  let some: string[] = [];
  let characters = 0;
  for (const record of records) {
    if (some.length > 0 && characters + record.length > lineCharacters) {
      yield some;
      some = [];
      characters = 0;
    }
    some.push(record);
    characters += record.length;
  }
  if (some.length > 0) yield some;
}
