import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { replaceFile, temporaryName } from '../../../src/relay/data/replaceFile.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

describe('replacing a file', () => {
  test('writes all pieces, for the owner alone, and leaves nothing else', async () => {
    const folder = await temporaryFolder();
    const file = path.join(folder, 'kept');
    const pieces = Array.from({ length: 5000 }, (_, number) => Buffer.from(`piece ${number}\n`));
    const whole = Buffer.concat(pieces);
    expect(await replaceFile(file, pieces)).toBe(whole.length);
    expect(await readFile(file)).toEqual(whole);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await replaceFile(file, [])).toBe(0);
    expect(await readFile(file, 'utf8')).toBe('');
    expect(await readdir(folder)).toEqual(['kept']);
  });

  test('leaves the old file when the new one cannot be made', async () => {
    const folder = await temporaryFolder();
    const file = path.join(folder, 'kept');
    await replaceFile(file, [Buffer.from('old')]);
    function* broken(): Generator<Buffer> {
      yield Buffer.alloc(100_000);
      throw new Error('no more');
    }
    await expect(replaceFile(file, broken())).rejects.toThrow('no more');
    expect(await readFile(file, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['kept']);
  });

  test('takes the place of what a killed process has left', async () => {
    const file = path.join(await temporaryFolder(), 'kept');
    await writeFile(temporaryName(file), 'half of something much longer');
    await replaceFile(file, [Buffer.from('new')]);
    expect(await readFile(file, 'utf8')).toBe('new');
  });

  test('does not replace a folder', async () => {
    const folder = await temporaryFolder();
    await mkdir(path.join(folder, 'kept'));
    await expect(replaceFile(path.join(folder, 'kept'), [Buffer.from('new')])).rejects.toThrow(/EISDIR/);
    expect(await readdir(folder)).toEqual(['kept']);
  });
});
