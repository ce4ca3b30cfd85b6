import { appendFile, readFile, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { DataError } from '../../../src/relay/data/dataError.ts';
import { encodeRecord } from '../../../src/relay/data/record.ts';
import { readState, writeState } from '../../../src/relay/data/stateFile.ts';
import { annKey, emptyState, fullState, options, temporaryFolder } from './samples.ts';

async function written(...records: object[]): Promise<string> {
  const file = path.join(await temporaryFolder(), 'state.lines');
  await writeFile(file, Buffer.concat(records.map(encodeRecord)));
  return file;
}

const header = { file: 'state', version: 1 };
const owner = { type: 'owner', value: fullState.owners[0]! };

describe('the file of the state', () => {
  test('gives back what was written, and nothing where there is none', async () => {
    const file = path.join(await temporaryFolder(), 'state.lines');
    const given = options();
    expect(await readState(file, given)).toEqual(emptyState);
    await writeState(file, fullState, given);
    expect(await readState(file, given)).toEqual(fullState);
    await writeState(file, emptyState, given);
    expect(await readState(file, given)).toEqual(emptyState);
    expect(given.told).toEqual([]);
  });

  test('is believed only as a whole, wherever it was cut', async () => {
    const file = path.join(await temporaryFolder(), 'state.lines');
    await writeState(file, fullState, options());
    const whole = await readFile(file);
    for (let cut = whole.length - 1; cut >= 0; cut -= 7) {
      await truncate(file, cut);
      await expect(readState(file, options())).rejects.toThrow(DataError);
      expect(await readFile(file)).toEqual(whole.subarray(0, cut));
    }
  });

  test('is refused with anything after its end', async () => {
    const file = path.join(await temporaryFolder(), 'state.lines');
    await writeState(file, fullState, options());
    await appendFile(file, 'x');
    await expect(readState(file, options())).rejects.toThrow(`${file} is damaged: its end is missing`);
    await appendFile(file, '\n');
    await expect(readState(file, options())).rejects.toThrow(`${file} is damaged: record 7`);
  });

  test.each([
    ['an entry that is wrong', [header, { type: 'owner', value: { nick: 'a b', key: annKey, at: 1 } }]],
    ['an entry of another kind', [header, { type: 'king', value: {} }]],
    ['no kind at all', [header, []]],
    ['a wrong count', [header, owner, { type: 'end', count: 2 }]],
    ['no count', [header, owner, { type: 'end' }]],
    ['no end', [header, owner]],
    [
      'another file’s header',
      [
        { file: 'history', version: 1 },
        { type: 'end', count: 0 },
      ],
    ],
    ['entries after the end', [header, { type: 'end', count: 0 }, owner]],
  ])('is refused with %s', async (_, records) => {
    const file = await written(...records);
    await expect(readState(file, options())).rejects.toThrow(DataError);
  });

  test('of a newer version is refused as that', async () => {
    const file = await written({ ...header, version: 2 }, { type: 'something new' });
    await expect(readState(file, options())).rejects.toThrow(/newer pychat-relay/);
  });

  test('is written and read up to its largest size', async () => {
    const file = path.join(await temporaryFolder(), 'state.lines');
    await writeState(file, fullState, options());
    const size = (await readFile(file)).length;
    await writeState(file, fullState, options({ savedStateBytes: size }));
    expect(await readState(file, options({ savedStateBytes: size }))).toEqual(fullState);
    const less = options({ savedStateBytes: size - 1 });
    await expect(readState(file, less)).rejects.toThrow(`${file} is larger than ${size - 1} bytes`);
    await expect(writeState(file, fullState, less)).rejects.toThrow(DataError);
    expect(await readState(file, options())).toEqual(fullState);
  });

  test('is written without an entry that could not be read again, which is told', async () => {
    const file = path.join(await temporaryFolder(), 'state.lines');
    const given = options();
    const huge = {
      ...fullState.channels[0]!,
      metadata: Object.fromEntries(Array.from({ length: 9 }, (_, key) => [`k${key}`, 'x'.repeat(65_536)])),
    };
    const wrong = { nick: 'two words', key: annKey, at: 1 };
    await writeState(file, { ...fullState, owners: [wrong, ...fullState.owners], channels: [huge] }, given);
    expect(await readState(file, given)).toEqual({ ...fullState, channels: [] });
    expect(given.told).toHaveLength(2);
    expect(given.told[0]).toMatch(/^not kept, as it could not be read again: .*two words/);
    expect(given.told[1]!.length).toBeLessThan(300);
  });
});
