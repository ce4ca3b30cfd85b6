import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeRecord, maxRecordBytes } from '../../../src/relay/data/record.ts';
import { type RecordScan, scanRecords } from '../../../src/relay/data/recordFile.ts';
import { temporaryFolder } from './samples.ts';

async function scanned(bytes: Buffer): Promise<RecordScan & { values: unknown[]; sizes: number[] }> {
  const file = path.join(await temporaryFolder(), 'records');
  await writeFile(file, bytes);
  const values: unknown[] = [];
  const sizes: number[] = [];
  const scan = await scanRecords(file, (value, index, size) => {
    expect(index).toBe(values.length);
    values.push(value);
    sizes.push(size);
    return value !== undefined;
  });
  return { ...scan, values, sizes };
}

const numbers = (count: number): Buffer[] =>
  Array.from({ length: count }, (_, number) => encodeRecord({ number }));

describe('reading a file of records', () => {
  test('gives all of them, however many pieces the file is read in', async () => {
    const records = [...numbers(3000), encodeRecord({ text: 'x'.repeat(200_000) }), ...numbers(10)];
    const bytes = Buffer.concat(records);
    const scan = await scanned(bytes);
    expect(scan).toMatchObject({ goodBytes: bytes.length, bytes: bytes.length, damaged: 0 });
    expect(scan.values).toHaveLength(3011);
    expect(scan.values[2999]).toEqual({ number: 2999 });
    expect(scan.sizes).toEqual(records.map(record => record.length));
  });

  test('tells how far it is good, wherever it was cut', async () => {
    const records = numbers(3);
    const whole = Buffer.concat(records);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: whole.length }), async cut => {
        const ends = [0, records[0]!.length, records[0]!.length + records[1]!.length, whole.length];
        const good = Math.max(...ends.filter(end => end <= cut));
        expect(await scanned(whole.subarray(0, cut))).toMatchObject({
          goodBytes: good,
          bytes: cut,
          damaged: 0,
        });
      }),
      { numRuns: 30 },
    );
  });

  test('counts what is damaged before the last good record', async () => {
    const [first, second, third] = numbers(3) as [Buffer, Buffer, Buffer];
    const bad = Buffer.from('no record\n');
    const bytes = Buffer.concat([first, bad, bad, second, bad, third, bad]);
    expect(await scanned(bytes)).toMatchObject({
      goodBytes: bytes.length - bad.length,
      bytes: bytes.length,
      damaged: 3,
    });
  });

  test('keeps nothing of a line that is longer than any record, and goes on after it', async () => {
    const longest = encodeRecord({ text: 'x'.repeat(maxRecordBytes - encodeRecord({ text: '' }).length) });
    const tooLong = Buffer.from(`${'x'.repeat(maxRecordBytes)}\n`);
    const scan = await scanned(Buffer.concat([longest, tooLong, ...numbers(1)]));
    expect(scan.values[0]).toHaveProperty('text');
    expect(scan.values.slice(1)).toEqual([undefined, { number: 0 }]);
    expect(scan.damaged).toBe(1);
  });

  test('an empty file has nothing, and a missing one is an error', async () => {
    expect(await scanned(Buffer.alloc(0))).toMatchObject({ goodBytes: 0, bytes: 0, values: [] });
    await expect(scanRecords('/nowhere/at/all', () => true)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
