import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainFraming } from '../../../src/relay/data/log/framing.ts';
import { decodeRecord, encodeRecord, maxRecordBytes } from '../../../src/relay/data/log/record.ts';
import { maxStoredLineBytes, readRecords } from '../../../src/relay/data/log/recordFile.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

interface Scanned {
  readonly values: unknown[];
  readonly ends: number[];
  readonly bytes: number;
}

async function scanned(bytes: Buffer): Promise<Scanned> {
  const file = path.join(await temporaryFolder(), 'records');
  await writeFile(file, bytes);
  const values: unknown[] = [];
  const ends: number[] = [];
  let all = 0;
  for await (const { lines, read } of readRecords(file)) {
    for (const { line, end } of lines) {
      values.push(line && decodeRecord(line));
      ends.push(end);
    }
    all = read;
  }
  return { values, ends, bytes: all };
}

const numbers = (count: number): Buffer[] =>
  Array.from({ length: count }, (_, number) => encodeRecord({ number }));

describe('reading a file of records', () => {
  test('gives all of them, however many pieces the file is read in', async () => {
    const records = [...numbers(3000), encodeRecord({ text: 'x'.repeat(200_000) }), ...numbers(10)];
    const bytes = Buffer.concat(records);
    const scan = await scanned(bytes);
    expect(scan.bytes).toBe(bytes.length);
    expect(scan.values).toHaveLength(3011);
    expect(scan.values[2999]).toEqual({ number: 2999 });
    const sizes = scan.ends.map((end, at) => end - (scan.ends[at - 1] ?? 0));
    expect(sizes).toEqual(records.map(record => record.length));
  });

  test('gives whole lines only, wherever it was cut', async () => {
    const records = numbers(3);
    const whole = Buffer.concat(records);
    for (let cut = 0; cut <= whole.length; cut++) {
      const ends = [records[0]!.length, records[0]!.length + records[1]!.length, whole.length];
      const good = ends.filter(end => end <= cut);
      expect(await scanned(whole.subarray(0, cut))).toMatchObject({ ends: good, bytes: cut });
    }
  });

  test('keeps nothing of a line that is longer than any record, and goes on after it', async () => {
    const longest = encodeRecord({
      text: 'x'.repeat(maxRecordBytes + 10 - encodeRecord({ text: '' }).length),
    });
    const tooLong = Buffer.from(`${'x'.repeat(maxStoredLineBytes)}\n`);
    const scan = await scanned(Buffer.concat([longest, tooLong, ...numbers(1)]));
    expect(scan.values[0]).toHaveProperty('text');
    expect(scan.values.slice(1)).toEqual([undefined, { number: 0 }]);
  });

  test('an empty file has nothing, and a missing one is an error', async () => {
    expect(await scanned(Buffer.alloc(0))).toEqual({ bytes: 0, values: [], ends: [] });
    await expect(readRecords('/nowhere/at/all').next()).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('records that are written together, not encrypted,', () => {
  const linesOf = (records: readonly string[]): Buffer[] =>
    plainFraming
      .encode(records)
      .toString()
      .split('\n')
      .slice(0, -1)
      .map(line => Buffer.from(line));

  test('share a line and its checksum, and are what each of them was', () => {
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 1 }), records => {
        const lines = linesOf(records.map(record => JSON.stringify(record)));
        expect(lines).toHaveLength(1);
        expect(plainFraming.decode(lines[0]!)).toEqual(JSON.parse(JSON.stringify(records)));
      }),
    );
  });

  test.each([
    [65_536, 1],
    [65_537, 2],
  ])('of %i characters have %i lines', (characters, count) => {
    const half = JSON.stringify('x'.repeat(32_766));
    const rest = JSON.stringify('x'.repeat(characters - half.length - 2));
    const lines = linesOf([half, rest]);
    expect(lines).toHaveLength(count);
    expect(lines.flatMap(line => plainFraming.decode(line))).toHaveLength(2);
  });

  test('are none where the line is damaged or empty', () => {
    const [line = Buffer.alloc(0)] = linesOf(['{"a":1}', '{"b":2}']);
    expect(plainFraming.decode(line.subarray(0, -1))).toBeUndefined();
    expect(plainFraming.decode(Buffer.alloc(0))).toBeUndefined();
  });
});
