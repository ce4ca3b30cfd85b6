import { randomBytes } from 'node:crypto';
import { readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { DataError } from '../../../src/relay/data/dataError.ts';
import { openDataFolder } from '../../../src/relay/data/dataFolder.ts';
import { SealedFraming, sealKeyBytes } from '../../../src/relay/data/log/seal.ts';
import { event, fullState, keep, openFolder, options } from './samples.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const key = randomBytes(sealKeyBytes);
const other = randomBytes(sealKeyBytes);
const lineOf = (framing: SealedFraming, ...records: string[]): Buffer =>
  framing.encode(records).subarray(0, -1);
const again = ({ seal }: SealedFraming): SealedFraming => SealedFraming.open(seal, key, 'here');

describe('a sealed line', () => {
  test('reads as what was written, in its order', () => {
    const framing = SealedFraming.create(key);
    const lines = [lineOf(framing, '{"a":1}', '{"b":"olá"}'), lineOf(framing, '{"c":3}')];
    const reader = again(framing);
    expect(lines.map(line => reader.decode(line))).toEqual([[{ a: 1 }, { b: 'olá' }], [{ c: 3 }]]);
  });

  test('says the same or nothing when any byte of it is another', () => {
    const framing = SealedFraming.create(key);
    const line = lineOf(framing, '{"a":1}');
    for (let at = 1; at < line.length; at++) {
      const changed = Buffer.from(line);
      changed[at]! ^= 1;
      // The last characters of base64 have bits that say nothing.
      expect([undefined, [{ a: 1 }]]).toContainEqual(again(framing).decode(changed));
      expect(again(framing).decode(line.subarray(0, at - 1))).toBeUndefined();
    }
  });

  test('stands in no other place, not twice, and in no other file', () => {
    const framing = SealedFraming.create(key);
    const [one, two] = [lineOf(framing, '{"a":1}'), lineOf(framing, '{"a":2}')];
    const reader = again(framing);
    expect(reader.decode(two)).toEqual([{ a: 2 }]);
    expect([reader.decode(one), reader.decode(two)]).toEqual([undefined, undefined]);
    expect(again(SealedFraming.create(key)).decode(one)).toBeUndefined();
    const moved = Buffer.from(one.toString().replace(/^1 /, '9 '));
    expect(again(framing).decode(moved)).toBeUndefined();
  });

  test('never looks the same for the same text', () => {
    const framings = [SealedFraming.create(key), SealedFraming.create(key)];
    const lines = framings.flatMap(framing => [lineOf(framing, '{}'), lineOf(framing, '{}')]);
    expect(new Set(lines.map(line => line.toString().slice(2))).size).toBe(4);
  });

  test.each([other, undefined])('opens with its key only', wrong => {
    const { seal } = SealedFraming.create(key);
    expect(() => SealedFraming.open(seal, wrong, 'here')).toThrow('here is encrypted with another key');
    for (const bad of [{}, { id: 'x' }, { id: 'x', key: 'AAAA' }, 'seal', { ...seal, id: 'y' }])
      expect(() => SealedFraming.open(bad, key, 'here')).toThrow(DataError);
  });
});

describe('an encrypted data folder', () => {
  async function filled(): Promise<string> {
    const folder = await temporaryFolder();
    const data = await openFolder(folder, { ...options(), key });
    keep(data.store, fullState);
    data.store.append(event(1));
    await data.close();
    return folder;
  }
  const textOf = (folder: string, name = 'relay.lines'): Promise<string> =>
    readFile(path.join(folder, name), 'utf8');

  test('shows nothing of what is in it, and gives it back with the key', async () => {
    const folder = await filled();
    const text = await textOf(folder);
    for (const word of ['number 1', 'sesame', 'ann', '#', 'owners']) expect(text).not.toContain(word);
    const data = await openFolder(folder, { ...options(), key });
    expect([data.store.state, data.store.events]).toEqual([fullState, [event(1)]]);
    await data.close();
    expect((await stat(path.join(folder, 'relay.lines'))).mode & 0o777).toBe(0o600);
  });

  test('has another key of its own after each start', async () => {
    const folder = await filled();
    const heads = new Set<string>();
    for (let start = 0; start < 3; start++) {
      heads.add((await textOf(folder)).split('\n')[0] ?? '');
      await (await openFolder(folder, { ...options(), key })).close();
    }
    expect(heads.size).toBe(3);
  });

  test.each([other, undefined])('is refused with another key, and left as it is', async wrong => {
    const folder = await filled();
    const before = await textOf(folder);
    await expect(openDataFolder(folder, { ...options(), key: wrong })).rejects.toMatchObject({
      name: 'DataError',
      code: 'wrongKey',
    });
    expect([await readdir(folder), await textOf(folder)]).toEqual([['relay.lines'], before]);
  });

  test('begins again with another key where it may, and puts what was there aside for as long as it was kept', async () => {
    const folder = await filled();
    const before = await textOf(folder);
    const day = 24 * 60 * 60 * 1000;
    const given = { ...options(), keepMs: day, key: other, mayPutAside: true };
    const data = await openDataFolder(folder, given);
    expect([data.isEmptied, data.store?.events, data.store?.state.owners]).toEqual([true, [], []]);
    expect(data.store?.mayHaveLostUntil).toBe(given.clock.now());
    await data.close();
    expect(await readdir(folder)).toEqual(['relay.lines', 'relay.lines.locked']);
    expect(await textOf(folder, 'relay.lines.locked')).toBe(before);
    const old = new Date(given.clock.now() - day - 1000);
    await utimes(path.join(folder, 'relay.lines.locked'), old, old);
    const next = await openDataFolder(folder, given);
    expect(next.isEmptied).toBe(false);
    await next.close();
    expect(await readdir(folder)).toEqual(['relay.lines']);
  });

  test('takes over what was not encrypted, and the other way round', async () => {
    const folder = await temporaryFolder();
    const plain = await openFolder(folder);
    keep(plain.store, fullState);
    await plain.close();
    const sealed = await openFolder(folder, { ...options(), key });
    expect(sealed.store.state).toEqual(fullState);
    await sealed.close();
    expect(await textOf(folder)).not.toContain('sesame');
  });

  test('loses one write and no more to a damaged byte', async () => {
    const folder = await temporaryFolder();
    const data = await openFolder(folder, { ...options(), key });
    for (let number = 1; number <= 4; number++) {
      data.store.append(event(number));
      data.store.flush();
    }
    await data.close();
    const lines = (await textOf(folder)).split('\n');
    lines[2] = `${lines[2]?.slice(0, -8)}AAAAAAA=`;
    await writeFile(path.join(folder, 'relay.lines'), lines.join('\n'));
    const given = { ...options(), key };
    const next = await openFolder(folder, given);
    expect(next.store.events.map(({ msgid }) => msgid)).toEqual(['m1', 'm3', 'm4']);
    expect(given.told).toEqual([expect.stringContaining('1 damaged records are left out')]);
    await next.close();
  });
});
