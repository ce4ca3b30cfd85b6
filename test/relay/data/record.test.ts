import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DataError } from '../../../src/relay/data/dataError.ts';
import { asHead } from '../../../src/relay/data/log/head.ts';
import { decodeRecord, encodeRecord, maxRecordBytes } from '../../../src/relay/data/log/record.ts';

const withoutLineFeed = (line: Buffer): Buffer => line.subarray(0, -1);

describe('a record', () => {
  test('reads as what was written, whatever that is', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()), value => {
        const line = encodeRecord(value);
        expect(line.indexOf('\n')).toBe(line.length - 1);
        expect(decodeRecord(withoutLineFeed(line))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test('is damaged when any byte of it is another, missing or added', () => {
    const line = withoutLineFeed(encodeRecord({ text: 'olá' }));
    for (let at = 0; at < line.length; at++) {
      const changed = Buffer.from(line);
      changed[at] = changed[at]! ^ 1;
      expect(decodeRecord(changed)).toBeUndefined();
      expect(decodeRecord(line.subarray(0, at))).toBeUndefined();
    }
    expect(decodeRecord(Buffer.concat([line, Buffer.from(' ')]))).toBeUndefined();
  });

  test('with a right checksum over what is no JSON is damaged', () => {
    const checksum = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);
    expect(decodeRecord(Buffer.from(`${checksum('{}')} {}`))).toEqual({});
    expect(decodeRecord(Buffer.from(`${checksum('{')} {`))).toBeUndefined();
  });

  test('is refused past its largest size, and taken up to it', () => {
    const around = encodeRecord({ text: '' }).length - 10;
    // The checksum and the line feed do not count.
    const text = 'x'.repeat(maxRecordBytes - around);
    expect(encodeRecord({ text })).toHaveLength(maxRecordBytes + 10);
    expect(() => encodeRecord({ text: `${text}x` })).toThrow(DataError);
  });
});

describe('a head', () => {
  test('is taken for the file it names, in this version and older ones, with all its fields', () => {
    for (const version of [1, 2, 3]) {
      const head = { file: 'relay', version, boot: 'b7' };
      expect(asHead(head, 'relay', 'here')).toEqual(head);
    }
  });

  test.each([
    undefined,
    null,
    7,
    'relay',
    [],
    {},
    { file: 'history', version: 1 },
    { file: 'relay', version: 0 },
    { file: 'relay', version: '2' },
  ])('is none when it is damaged or another file’s: %j', value => {
    expect(asHead(value, 'relay', 'here')).toBeUndefined();
  });

  test('of a newer version is refused', () => {
    expect(() => asHead({ file: 'relay', version: 4 }, 'relay', 'here')).toThrow(
      'here was written by a newer pychat-relay (format 4)',
    );
  });
});
